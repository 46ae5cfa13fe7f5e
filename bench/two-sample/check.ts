import type { Generator, GenerationRequest } from '#adapters/generator/port.ts';
import { unspecifiedParameters } from '#core/prompt/parameters.ts';
import { decodeMask, decodePicture, encodePng } from '#imaging/codec.ts';
import type { Picture } from '#imaging/picture.ts';
import { type Auc, type Labelled, twoSampleAuc } from './classify.ts';
import { codecTrace } from './codec-trace.ts';
import { surroundings } from './surroundings.ts';

export type TwoSample = Auc & {
  readonly samples: number;
  /** True when the files of good and bad pictures have the same traces (see codec-trace.ts). */
  readonly codecAlike: boolean;
};

type Golden = { readonly name: string; readonly bytes: Uint8Array; readonly picture: Picture };

/**
 * Pictures of each photo and family: half of them are looked at as rendered, of the others only the mask is used.
 * With four, chance alone moved the result by 0.03 from seed to seed.
 */
const PICTURES = 8;

/**
 * Can what surrounds a defect be told from what surrounds nothing? Rendered samples are the surroundings of masks
 * in rendered pictures. Golden samples are the surroundings, in the golden pictures, of the masks of other
 * pictures, so both have the same shapes at the same kind of places, and differ only by what drawing did. Both
 * went through the files of an export and its decoder.
 *
 * It sees what changes texture or brightness within 14 px of a mask on most photos: halos, seams beyond the
 * mask, smoothing, noise that does not match, another codec path. It does not see the defect itself, nor
 * whether places are likely: the golden samples lie at places that the renderer chose.
 */
export async function checkTwoSamples(
  generator: Generator,
  goldens: readonly Golden[],
  families: readonly string[],
): Promise<TwoSample> {
  const samples: Labelled[] = [];
  const traces = { good: new Set<string>(), bad: new Set<string>() };
  for (const golden of goldens) {
    const goodFile = await encodePng(golden.picture);
    const good = await decodePicture(goodFile);
    traces.good.add(`${golden.name}: ${await codecTrace(goodFile)}`);
    for (const family of families) {
      for (let seed = 0; seed < PICTURES; seed++) {
        const outcome = await generator.start(request(golden, family, seed), quiet);
        // A vial has no corner to chip: what cannot be drawn has no surroundings.
        if (outcome.kind !== 'finished') continue;
        const rendered = seed % 2 === 0;
        const mask = await decodeMask(outcome.result.mask, golden.picture);
        const file = outcome.result.picture;
        const features = surroundings(rendered ? await decodePicture(file) : good, mask);
        if (features) samples.push({ rendered, group: golden.name, features });
        if (seed === 0) traces.bad.add(`${golden.name}: ${await codecTrace(file)}`);
      }
    }
  }
  const codecAlike =
    traces.good.size === traces.bad.size && [...traces.bad].every((trace) => traces.good.has(trace));
  return { ...twoSampleAuc(samples), samples: samples.length, codecAlike };
}

const quiet = { signal: new AbortController().signal, onProgress: () => {} };

function request({ name, bytes }: Golden, family: string, seed: number): GenerationRequest {
  return {
    golden: { hash: name, read: async () => bytes },
    family,
    promptText: '',
    parameters: unspecifiedParameters,
    seed,
    wants: { thumbnails: false },
    attemptToken: '',
  };
}
