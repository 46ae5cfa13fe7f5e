import fc from 'fast-check';
import { expect, test } from 'vitest';
import { regionSchema } from '#core/blueprint/drawing-options.ts';
import { boxBetween } from './box.ts';
import { emptyRegion, joinRegions, regionOfBox, regionOfDrawn, shapesOf } from './region-box.ts';

const size = { width: 1024, height: 768 };
const point = fc.record({ x: fc.integer({ min: 0, max: 1024 }), y: fc.integer({ min: 0, max: 768 }) });

test('a box becomes a region that the server takes, in the whole pixels it was drawn in', () => {
  fc.assert(
    fc.property(point, point, (from, to) => {
      const region = regionOfDrawn({ kind: 'box', from, to }, size)!;
      expect(regionSchema.safeParse(region).success).toBe(true);
      const { x, y, width, height } = boxBetween(from, to, size);
      expect(shapesOf(region, size)[0].label).toBe(`Box of ${width} × ${height} px at ${x}, ${y}`);
    }),
  );
});

test('a polygon becomes a region that the server takes, unless it has no inside', () => {
  fc.assert(
    fc.property(fc.array(point, { minLength: 3, maxLength: 8 }), (corners) => {
      const region = regionOfDrawn({ kind: 'polygon', corners }, size);
      const isFlat =
        new Set(corners.map(({ x }) => x)).size === 1 || new Set(corners.map(({ y }) => y)).size === 1;
      expect(region === null).toBe(isFlat);
      if (region !== null) expect(regionSchema.safeParse(region).success).toBe(true);
    }),
  );
});

test('a box typed beyond the picture is cut off at its edge', () => {
  const region = regionOfBox({ x: 1000, y: 700, width: 500, height: 500 }, size);
  expect(regionSchema.safeParse(region).success).toBe(true);
  expect(shapesOf(region, size)[0].label).toBe('Box of 24 × 68 px at 1000, 700');
});

test('shapes are added, and taken away one by one', () => {
  const box = regionOfBox({ x: 0, y: 0, width: 10, height: 10 }, size);
  const corners = [
    { x: 100, y: 100 },
    { x: 200, y: 100 },
    { x: 100, y: 300 },
  ];
  const both = joinRegions(joinRegions(emptyRegion, box), regionOfDrawn({ kind: 'polygon', corners }, size)!);
  const [first, second] = shapesOf(both, size);
  expect(second.label).toBe('Polygon of 3 corners from 100, 100');
  expect(first.without).toEqual({ boxes: [], polygons: both.polygons });
  expect(second.without).toEqual(box);
});
