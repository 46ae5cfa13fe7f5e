import { describe, expect, it } from 'vitest';
import { unspecifiedParameters } from '#core/prompt/parameters.ts';
import { createRandom } from '#core/random.ts';
import { thumbnailSides } from '#core/thumbnail-sides.ts';
import { findFamily } from './defects/registry.ts';
import { paintRows } from './paint.ts';
import type { Picture } from './picture.ts';
import { drawDefects } from './render.ts';
import { analyseSurface } from './surface/surface.ts';
import { shrinkByBoxes, smallWithMarks } from './thumbnail.ts';

describe('a thumbnail', () => {
  it('made from the golden one and the marks is the one made from the picture', () => {
    const { small, large } = thumbnailSides;
    for (const [width, height, channels, side] of [
      [500, 371, 3, small],
      [350, 640, 1, small],
      [700, 300, 3, large],
      [90, 70, 1, large],
    ] as const) {
      const random = createRandom(width);
      const data = new Uint8Array(width * height * channels).map(() => 130 + random.normal(0, 6));
      const golden: Picture = { width, height, channels, data };
      const { marks } = drawDefects({
        golden,
        surface: analyseSurface(golden),
        defects: [{ family: findFamily('stain')!, parameters: unspecifiedParameters }],
        seed: 3,
      });
      const painted: Picture = { ...golden, data: paintRows(golden, marks, 0, height) };
      const quick = smallWithMarks(shrinkByBoxes(golden, side), golden, marks);
      const whole = smallWithMarks(shrinkByBoxes(painted, side), painted, []);
      expect([quick.width, quick.height]).toEqual([whole.width, whole.height]);
      expect(Math.max(quick.width, quick.height)).toBe(Math.min(side, Math.max(width, height)));
      expect(Buffer.compare(quick.data, whole.data)).toBe(0);
      expect(quick.data).not.toEqual(smallWithMarks(shrinkByBoxes(golden, side), golden, []).data);
    }
  });
});
