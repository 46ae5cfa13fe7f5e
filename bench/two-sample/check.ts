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

export type Golden = { readonly name: string; readonly bytes: Uint8Array; readonly picture: Picture };

/**
 * Can what surrounds a defect be told from what surrounds nothing? Rendered samples are the surroundings of masks
 * in rendered pictures. Golden samples are the surroundings, in the golden pictures, of the masks of other
 * pictures, so both have the same shapes at the same kind of places, and differ only by what drawing did. Both
 * went through the files of an export and its decoder.
 *
 * It sees what changes texture or brightness within 14 px of a mask on most photos: halos, seams beyond the
 * mask, smoothing, noise that does not match, another codec path. It does not see the defect itself, nor
 * whether places are likely: the golden samples lie at places that the renderer chose.
 *
 * Of each golden image and family `pictures` are made: half of them are looked at as rendered, of the others only the mask is
 * used. No two golden images share seeds: the same seed is a mark of the same size and shape everywhere, so that the chance by
 * which the two halves differ would come again on the image left out, and pass for a trace of drawing. Golden pixels alone
 * gave .522 +- .003 with shared seeds and .506 +- .004 with seeds of their own (photos, means of 40 ways to halve them).
 */
export async function checkTwoSamples(
  generator: Generator,
  goldens: readonly Golden[],
  families: readonly string[],
  pictures: number,
): Promise<TwoSample> {
  const samples: Labelled[] = [];
  const traces = { good: new Set<string>(), bad: new Set<string>() };
  for (const [nth, golden] of goldens.entries()) {
    const goodFile = await encodePng(golden.picture);
    const good = await decodePicture(goodFile);
    traces.good.add(`${golden.name}: ${await codecTrace(goodFile)}`);
    // All of them at once: some are drawn while others are looked at.
    const drawn = families.map((family) =>
      Array.from({ length: pictures }, (_, k) =>
        generator.start(request(golden, family, nth * pictures + k), quiet),
      ),
    );
    for (const ofFamily of drawn) {
      for (const [k, outcome] of (await Promise.all(ofFamily)).entries()) {
        // A vial has no corner to chip: what cannot be drawn has no surroundings.
        if (outcome.kind !== 'finished') continue;
        const rendered = k % 2 === 0;
        const mask = await decodeMask(outcome.result.mask, golden.picture);
        const file = outcome.result.picture;
        const features = surroundings(rendered ? await decodePicture(file) : good, mask);
        if (features) samples.push({ rendered, group: golden.name, features });
        if (k === 0) traces.bad.add(`${golden.name}: ${await codecTrace(file)}`);
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
