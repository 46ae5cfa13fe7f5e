import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Mask } from '#core/annotation/mask.ts';
import { promptParametersSchema } from '#core/prompt/parameters.ts';
import { pixelsOf } from './area.ts';
import { families } from './defects/registry.ts';
import type { Picture } from './picture.ts';
import { drawDefects } from './render.ts';
import { analyseSurface } from './surface/surface.ts';

const width = 900;
const height = 700;
const unprinted = families.filter((family) => !family.worksOn);

/** A dark part on a light table, larger than the grid that surfaces are analysed on. */
const golden: Picture = {
  width,
  height,
  channels: 1,
  data: new Uint8Array(width * height).map((_, i) => {
    const isPart = Math.hypot((i % width) - 450, Math.floor(i / width) - 350) < 250;
    return (isPart ? 70 : 190) + ((Math.imul(i, 2654435761) >>> 24) % 7);
  }),
};

/** A star about the part, with teeth that are finer than the grid where the mask is. */
const stars = fc
  .record({ side: fc.integer({ min: 40, max: 1000 }), turn: fc.integer({ min: 0, max: 6 }) })
  .map(({ side, turn }): Mask => {
    const data = new Uint8Array(side * side).map((_, i) => {
      const x = ((i % side) + 0.5) / side - 0.5;
      const y = (Math.floor(i / side) + 0.5) / side - 0.5;
      const angle = Math.atan2(y, x) + turn;
      return Math.hypot(x, y) < 0.26 + 0.03 * Math.sin(5 * angle) + 0.004 * Math.sin(211 * angle) ? 255 : 0;
    });
    return { width: side, height: side, data };
  });

it('marks of every family keep to a product that a person marked, to the pixel', () => {
  const all = { left: 0, top: 0, width, height };
  fc.assert(
    fc.property(stars, fc.nat(1e6), (marked, seed) => {
      const surface = analyseSurface(golden, marked);
      const inside = pixelsOf(marked, golden, all);
      for (const family of unprinted) {
        const parameters = promptParametersSchema.parse({
          place: { region: 'edge' },
          size: { min: 0.1, max: 0.1 },
        });
        const { marks } = drawDefects({ golden, surface, defects: [{ family, parameters }], seed });
        let outside = 0;
        for (const mark of marks) {
          mark.owned.forEach((owned, i) => {
            if (!owned) return;
            const at = (Math.floor(i / mark.width) + mark.top) * width + (i % mark.width) + mark.left;
            if (!inside[at]) outside++;
          });
        }
        expect([family.name, outside]).toEqual([family.name, 0]);
      }
    }),
    { numRuns: 3 },
  );
});
