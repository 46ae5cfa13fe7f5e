import { describe, expect, it } from 'vitest';
import { type PromptParameters, unspecifiedParameters } from '#core/prompt/parameters.ts';
import { createRandom } from '#core/random.ts';
import { createNoise } from './craft/noise.ts';
import { deformation } from './defects/deformation.ts';
import type { DefectFamily } from './defects/family.ts';
import { texture } from './defects/texture.ts';
import type { Picture } from './picture.ts';
import { drawDefects } from './render.ts';
import type { Mark } from './settle.ts';
import { standsOut } from './stands-out.ts';
import { analyseSurface } from './surface/surface.ts';

const side = 320;
const random = createRandom('cloth');
const clouds = createNoise(random);

/** Threads of 10 px, over and under, unevenly dyed: a deviation of some 17 grey levels. */
function clothAt(x: number, y: number): number {
  const isOver = ((Math.floor(x / 10) + Math.floor(y / 10)) & 1) === 0;
  const round = Math.sin((Math.PI * ((isOver ? x : y) % 10)) / 10);
  return 110 + 40 * (round - 0.6) + 8 * clouds.fractal(x / 4, y / 4, 2);
}

const golden: Picture = {
  width: side,
  height: side,
  channels: 1,
  data: new Uint8Array(side * side).map((_, i) => clothAt(i % side, Math.floor(i / side))),
};

const surface = analyseSurface(golden);
const seeds = Array.from({ length: 24 }, (_, k) => k);

/** A square of 60 px whose pixels are made of what was there. */
function patch(valueAt: (x: number, y: number) => number): Mark {
  const size = 60;
  const [left, top, area] = [100, 100, size * size];
  const values = new Uint8Array(area).map((_, i) => valueAt(left + (i % size), top + Math.floor(i / size)));
  const owned = new Uint8Array(area).fill(1);
  return { left, top, width: size, height: size, owned, values, area, changes: new Float32Array(), lost: 0 };
}

function seenOf(valueAt: (x: number, y: number) => number): number {
  return standsOut(golden, patch(valueAt));
}

describe('standsOut', () => {
  it('of the same texture from elsewhere is next to nothing, however much its pixels differ', () => {
    expect(seenOf((x, y) => clothAt(x + 53, y + 28))).toBeLessThan(4);
  });

  it('counts another tone in full, and another roughness or scale', () => {
    expect(seenOf((x, y) => clothAt(x + 53, y + 28) + 25)).toBeGreaterThan(24);
    expect(seenOf((x, y) => 105 + 0.4 * (clothAt(x, y) - 105))).toBeGreaterThan(18);
    expect(seenOf((x, y) => clothAt(x / 2.5, y / 2.5))).toBeGreaterThan(14);
  });
});

function drawOnCloth(
  family: DefectFamily,
  seed: number,
  barelyVisibleShare: number,
  wanted: Partial<PromptParameters> = {},
): readonly Mark[] {
  const defects = [{ family, parameters: { ...unspecifiedParameters, ...wanted } }];
  return drawDefects({ golden, surface, defects, seed, options: { barelyVisibleShare } }).marks;
}

/** The largest change of the mean of a whole square of threads, four of them, in a mark. */
function shadingOf({ left, top, width, height, owned, values }: Mark): number {
  let most = 0;
  for (let y = 0; y + 20 <= height; y += 5) {
    for (let x = 0; x + 20 <= width; x += 5) {
      let sum = 0;
      for (let k = 0; k < 400; k++) {
        const [u, v] = [x + (k % 20), y + Math.floor(k / 20)];
        const i = v * width + u;
        if (owned[i]) sum += values[i]! - golden.data[(v + top) * side + u + left]!;
      }
      most = Math.max(most, Math.abs(sum / 400));
    }
  }
  return most;
}

describe('where threads may hide a mark', () => {
  it('a patch of another texture stands out, also where it is barely visible on purpose', () => {
    expect(surface.wholeFrame).toBe(true);
    const seen = seeds.flatMap((seed) =>
      drawOnCloth(texture, seed, seed % 2).map((mark) => standsOut(golden, mark)),
    );
    expect(seen.length).toBeGreaterThan(24);
    expect(Math.min(...seen)).toBeGreaterThan(12);
  });

  it('a bend is shaded, and does not only move them', () => {
    const shaded = seeds.flatMap((seed) =>
      drawOnCloth(deformation, seed, 0, { size: { min: 0.3, max: 0.4 } }).map(shadingOf),
    );
    expect(shaded.length).toBeGreaterThan(24);
    expect(Math.min(...shaded)).toBeGreaterThan(12);
  });
});
