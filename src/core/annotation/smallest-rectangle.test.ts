import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findRegions } from './find-regions.ts';
import { maskArbitrary } from './mask-arbitrary.ts';
import type { Region } from './region.ts';
import { smallestRectangle } from './smallest-rectangle.ts';

type Point = [number, number];

const pairs = (values: readonly number[]): Point[] => [0, 2, 4, 6].map((i) => [values[i]!, values[i + 1]!]);
const length = ([ax, ay]: Point, [bx, by]: Point): number => Math.hypot(bx - ax, by - ay);

function pixelCorners({ box, data }: Region): Point[] {
  return [...data].flatMap((set, i): Point[] => {
    const [x, y] = [box.x + (i % box.width), box.y + Math.floor(i / box.width)];
    return set === 0
      ? []
      : [
          [x, y],
          [x + 1, y],
          [x, y + 1],
          [x + 1, y + 1],
        ];
  });
}

describe('smallestRectangle', () => {
  it('is a rectangle within the picture that holds every pixel, clockwise from the top', () => {
    fc.assert(
      fc.property(maskArbitrary, (mask) => {
        for (const region of findRegions(mask)) {
          const corners = pairs(smallestRectangle(region, mask));
          const [a, b, c, d] = corners as [Point, Point, Point, Point];
          expect(length(a, b)).toBeCloseTo(length(c, d), 6);
          expect(length(a, c)).toBeCloseTo(length(b, d), 6);
          for (const [x, y] of corners) {
            expect(x >= 0 && x <= mask.width && y >= a[1] && y <= mask.height).toBe(true);
          }
          for (const [px, py] of pixelCorners(region)) {
            corners.forEach(([x, y], i) => {
              const [nextX, nextY] = corners[(i + 1) % 4]!;
              // To the right of every side, on a screen whose y points down.
              const side = (nextX - x) * (py - y) - (nextY - y) * (px - x);
              expect(side).toBeGreaterThan(-1e-6);
            });
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('is as small as turning a ruler finds it, where the picture has room', () => {
    const room = { width: 100, height: 100 };
    fc.assert(
      fc.property(maskArbitrary, (mask) => {
        for (const found of findRegions(mask)) {
          const region = { ...found, box: { ...found.box, x: found.box.x + 30, y: found.box.y + 30 } };
          const [a, b, , d] = pairs(smallestRectangle(region, room)) as [Point, Point, Point, Point];
          const points = pixelCorners(region);
          for (let degrees = 0; degrees < 90; degrees += 3) {
            const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
            const extent = (of: (point: Point) => number): number => {
              const values = points.map(of);
              return Math.max(...values) - Math.min(...values);
            };
            const area = extent(([x, y]) => x * cos + y * sin) * extent(([x, y]) => y * cos - x * sin);
            expect(length(a, b) * length(a, d)).toBeLessThan(area + 1e-6);
          }
        }
      }),
      { numRuns: 15 },
    );
  });

  it('lies along a slanted scratch, and upright in the corner of a picture', () => {
    const size = 12;
    const data = new Uint8Array(size * size);
    for (let i = 0; i < size; i++) data[i * size + i] = 255;
    const diagonal: Region = { box: { x: 20, y: 20, width: size, height: size }, area: size, data };
    const [a, b, , d] = pairs(smallestRectangle(diagonal, { width: 60, height: 60 })) as [
      Point,
      Point,
      Point,
      Point,
    ];
    const sides = [length(a, b), length(a, d)].sort((one, other) => one - other);
    expect(sides[0]).toBeCloseTo(Math.SQRT2, 6);
    expect(sides[1]).toBeCloseTo(size * Math.SQRT2, 6);
    // Its corners would be outside.
    expect(
      smallestRectangle({ ...diagonal, box: { ...diagonal.box, x: 0, y: 0 } }, { width: 12, height: 12 }),
    ).toEqual([0, 0, 12, 0, 12, 12, 0, 12]);
  });
});
