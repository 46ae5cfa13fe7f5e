import fc from 'fast-check';
import { expect, test } from 'vitest';
import { regionSchema } from '#core/blueprint/drawing-options.ts';
import { boxBetween } from './box.ts';
import { boxOfRegion, regionOfBox } from './region-box.ts';

const size = { width: 1024, height: 768 };
const point = fc.record({ x: fc.integer({ min: 0, max: 1024 }), y: fc.integer({ min: 0, max: 768 }) });

test('a box becomes a region that the server takes, and comes back as drawn', () => {
  fc.assert(
    fc.property(point, point, (a, b) => {
      const box = boxBetween(a, b, size);
      const region = regionOfBox(box, size);
      expect(regionSchema.safeParse(region).success).toBe(true);
      expect(boxOfRegion(region, size)).toEqual(box);
    }),
  );
});

test('a box typed beyond the picture is cut off at its edge', () => {
  const region = regionOfBox({ x: 1000, y: 700, width: 500, height: 500 }, size);
  expect(regionSchema.safeParse(region).success).toBe(true);
  expect(boxOfRegion(region, size)).toEqual({ x: 1000, y: 700, width: 24, height: 68 });
});
