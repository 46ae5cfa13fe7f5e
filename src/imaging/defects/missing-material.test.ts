import { describe, expect, it } from 'vitest';
import { unspecifiedParameters } from '#core/prompt/parameters.ts';
import { createRandom } from '#core/random.ts';
import { createNoise } from '#imaging/craft/noise.ts';
import type { Picture } from '#imaging/picture.ts';
import { drawDefects } from '#imaging/render.ts';
import { analyseSurface } from '#imaging/surface/surface.ts';
import { missingMaterial } from './missing-material.ts';

const random = createRandom('rolled strip');
const clouds = createNoise(random);
/** Rough enough that a piece of it laid elsewhere changes every pixel, and shows nothing. */
const golden: Picture = {
  width: 320,
  height: 300,
  channels: 1,
  data: new Uint8Array(320 * 300).map(
    (_, i) => 130 + 34 * clouds.fractal((i % 320) / 7, Math.floor(i / 320) / 7, 3) + random.normal(0, 1),
  ),
};

describe('missing material on texture', () => {
  it('shows a layer of another tone, not the same texture from elsewhere', () => {
    const surface = analyseSurface(golden);
    expect(surface.wholeFrame).toBe(true);
    let marks = 0;
    for (let seed = 0; seed < 24; seed++) {
      const defects = [{ family: missingMaterial, parameters: unspecifiedParameters }];
      const drawn = drawDefects({ golden, surface, defects, seed, options: { barelyVisibleShare: 0 } });
      for (const { owned, values, left, top, width } of drawn.marks) {
        let shift = 0;
        let area = 0;
        for (let i = 0; i < owned.length; i++) {
          if (!owned[i]) continue;
          const x = left + (i % width);
          const y = top + Math.floor(i / width);
          shift += values[i]! - golden.data[y * golden.width + x]!;
          area++;
        }
        marks++;
        expect(Math.abs(shift / area)).toBeGreaterThan(14);
      }
    }
    expect(marks).toBeGreaterThan(30);
  });
});
