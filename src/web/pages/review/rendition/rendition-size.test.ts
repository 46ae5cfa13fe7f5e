import fc from 'fast-check';
import { expect, it } from 'vitest';
import { renditionSize } from './rendition-size.ts';

const side = fc.integer({ min: 1, max: 9000 });
const size = fc.record({ width: side, height: side });

it('is enough for every pixel of the screen, at most a fifth more, and never more than the picture has', () => {
  fc.assert(
    fc.property(size, size, fc.constantFrom(1, 1.5, 2, 3), (picture, well, devicePixels) => {
      const made = renditionSize(picture, well, devicePixels);
      const shown = Math.min(well.width / picture.width, well.height / picture.height) * devicePixels;
      for (const along of ['width', 'height'] as const) {
        const wanted = Math.min(picture[along], picture[along] * shown);
        expect(made[along]).toBeGreaterThanOrEqual(Math.floor(wanted));
        expect(made[along]).toBeLessThanOrEqual(Math.max(1, Math.min(picture[along], wanted * 1.19 + 1)));
      }
    }),
    { numRuns: 60 },
  );
});

it('stays the same while a window is drawn a little larger', () => {
  const picture = { width: 4000, height: 3000 };
  const made = (width: number) => renditionSize(picture, { width, height: 1000 }, 1).width;
  expect(new Set([1000, 1001, 1010, 1020, 1030, 1040].map(made)).size).toBeLessThanOrEqual(2);
});
