import { describe, expect, it } from 'vitest';
import sharp from 'sharp';
import type { Generator } from '#adapters/generator/port.ts';
import type { Mask } from '#core/annotation/mask.ts';
import { createRandom, type Random } from '#core/random.ts';
import { decodePicture, encodePng } from '#imaging/codec.ts';
import type { Picture } from '#imaging/picture.ts';
import { type Auc, type Labelled, twoSampleAuc } from './classify.ts';
import { markSource } from '#imaging/mark-source.ts';
import { checkTwoSamples, type TwoSample } from './check.ts';
import { codecTrace } from './codec-trace.ts';
import { surroundings } from './surroundings.ts';
import { textureFrames } from './texture-frames.ts';

const side = 96;

/** Brushed grey metal: streaks, shading and noise, other ones for every photo. */
function texture(random: Random): Picture {
  const [base, streaks, noise] = [random.between(70, 180), random.between(2, 9), random.between(1, 5)];
  const rows = Float32Array.from({ length: side }, () => random.normal(0, streaks));
  const data = Uint8Array.from({ length: side * side }, (_, i) =>
    Math.max(0, Math.min(255, base + rows[Math.floor(i / side)]! + (i % side) / 5 + random.normal(0, noise))),
  );
  return { width: side, height: side, channels: 1, data };
}

/** A disc somewhere in the middle; `away` is the distance to it, 0 inside. */
function disc(random: Random): { mask: Mask; away: (i: number) => number } {
  const [x, y, r] = [random.between(30, 66), random.between(30, 66), random.between(5, 12)];
  const away = (i: number): number => Math.max(0, Math.hypot((i % side) - x, Math.floor(i / side) - y) - r);
  const data = Uint8Array.from({ length: side * side }, (_, i) => (away(i) === 0 ? 255 : 0));
  return { mask: { width: side, height: side, data }, away };
}

/** How well pictures with marks are told from those without; `mark` gives the pixels around and in the mask. */
function check(mark: (value: number, away: number) => number): Auc {
  const samples: Labelled[] = [];
  for (let photo = 0; photo < 8; photo++) {
    const random = createRandom(`photo ${photo}`);
    const golden = texture(random);
    for (let k = 0; k < 24; k++) {
      const rendered = k % 2 === 0;
      const { mask, away } = disc(random);
      const data = rendered ? golden.data.map((value, i) => mark(value, away(i))) : golden.data;
      const features = surroundings({ ...golden, data }, mask)!;
      samples.push({ rendered, group: `photo ${photo}`, features });
    }
  }
  return twoSampleAuc(samples);
}

describe('the two-sample check', () => {
  it('cannot tell marks that end where their mask ends', () => {
    const { auc, error } = check((value, away) => (away === 0 ? value - 40 : value));
    expect(Math.abs(auc - 0.5)).toBeLessThan(3 * error);
    expect(error).toBeLessThan(0.06);
  });

  it('detects a planted halo, and noise that was smoothed away around the mark', () => {
    expect(check((value, away) => (away <= 3 ? value + 4 : value)).auc).toBeGreaterThan(0.75);
    expect(check((value, away) => (away <= 4 ? 8 * Math.round(value / 8) : value)).auc).toBeGreaterThan(0.75);
  });
});

/** Marks that change what lies around them by `around`, themselves not at all; their size and place follow from the seed alone. */
function marking(around: (value: number, away: number) => number, seeds: number[] = []): Generator {
  return {
    name: 'marking',
    version: '1',
    async start({ golden, seed }) {
      seeds.push(seed);
      const picture = await decodePicture(await golden.read());
      const { mask, away } = disc(createRandom(`mark ${seed}`));
      const data = picture.data.map((value, i) => (away(i) === 0 ? value : around(value, away(i))));
      const result = {
        picture: await encodePng({ ...picture, data }),
        sourceType: 'compositeSynthetic' as const,
        mask: await encodePng({ ...mask, channels: 1 }),
        thumbnails: { small: new Uint8Array(), large: new Uint8Array() },
        width: side,
        height: side,
        instances: [],
        area: 1,
        measured: {},
      };
      return { kind: 'finished', result };
    },
    close: () => Promise.resolve(),
  };
}

async function checkOnTextures(generator: Generator): Promise<TwoSample> {
  const goldens = await Promise.all(
    textureFrames(4, side).map(async (frame) => ({ ...frame, bytes: await encodePng(frame.picture) })),
  );
  return checkTwoSamples(generator, goldens, ['mark'], 8);
}

describe('on frames full of texture', () => {
  it('golden against golden is chance: no two frames have marks of the same seeds', async () => {
    const seeds: number[] = [];
    const { auc, error, samples, codecAlike } = await checkOnTextures(marking((value) => value, seeds));
    expect(new Set(seeds).size).toBe(160);
    expect(samples).toBe(160);
    expect(codecAlike).toBe(true);
    expect(Math.abs(auc - 0.5)).toBeLessThan(2 * error);
  });

  it('detects texture that was smoothed away around the mark', async () => {
    const smoothed = marking((value, away) => (away <= 4 ? 6 * Math.round(value / 6) : value));
    const { auc } = await checkOnTextures(smoothed);
    expect(auc).toBeGreaterThan(0.7);
  });
});

describe('codecTrace', () => {
  it('is the same for pictures of one encoder, another for files of another level, filter or depth', async () => {
    const random = createRandom('codec');
    const [one, other] = [texture(random), texture(random)];
    const own = await codecTrace(await encodePng(one));
    expect(await codecTrace(await encodePng(other))).toBe(own);
    expect(await codecTrace(markSource(await encodePng(other), 'compositeSynthetic'))).toBe(own);
    const { width, height, channels, data } = one;
    const raw = sharp(data, { raw: { width, height, channels } }).toColourspace('b-w');
    for (const options of [{ compressionLevel: 9 }, { adaptiveFiltering: true }, { palette: true }]) {
      expect(await codecTrace(await raw.clone().png(options).toBuffer())).not.toBe(own);
    }
  });
});
