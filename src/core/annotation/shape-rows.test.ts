import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PaintRow, polygonRows, strokeRows } from './shape-rows.ts';

const size = { width: 20, height: 14 };

function painted(draw: (row: PaintRow) => void): Set<number> {
  const set = new Set<number>();
  draw((y, from, to) => {
    expect(from).toBeLessThan(to);
    for (let x = from; x < to; x++) set.add(y * size.width + x);
  });
  for (const at of set) expect(at).toBeLessThan(size.width * size.height);
  return set;
}

const place = fc.record({
  x: fc.double({ min: -5, max: 25, noNaN: true }),
  y: fc.double({ min: -5, max: 19, noNaN: true }),
});

test('a stroke takes the pixels whose centre is within its radius, wherever it goes', () => {
  fc.assert(
    fc.property(place, place, fc.double({ min: 0.1, max: 9, noNaN: true }), (a, b, radius) => {
      const set = painted((row) => strokeRows(a, b, radius, size, row));
      const length = (b.x - a.x) ** 2 + (b.y - a.y) ** 2;
      for (let at = 0; at < size.width * size.height; at++) {
        const x = (at % size.width) + 0.5;
        const y = Math.floor(at / size.width) + 0.5;
        const along = length === 0 ? 0 : ((x - a.x) * (b.x - a.x) + (y - a.y) * (b.y - a.y)) / length;
        const t = Math.max(0, Math.min(1, along));
        const away = Math.hypot(x - a.x - t * (b.x - a.x), y - a.y - t * (b.y - a.y));
        // On the very edge, rounding decides.
        if (Math.abs(away - radius) > 1e-6) expect(set.has(at), `${x}, ${y}`).toBe(away < radius);
      }
    }),
    { numRuns: 60 },
  );
});

test('a dab smaller than a pixel can miss every centre; of 0.71 px it never does', () => {
  fc.assert(
    fc.property(fc.nat(199), fc.nat(139), (x, y) => {
      const at = { x: x / 10, y: y / 10 };
      expect(painted((row) => strokeRows(at, at, 0.71, size, row)).size).toBeGreaterThan(0);
    }),
    { numRuns: 40 },
  );
});

test('a polygon of whole pixels is exactly them, and sides that cross leave a hole', () => {
  const box = [
    { x: 2, y: 3 },
    { x: 7, y: 3 },
    { x: 7, y: 5 },
    { x: 2, y: 5 },
  ];
  const set = painted((row) => polygonRows(box, size, row));
  expect([...set].sort((a, b) => a - b)).toEqual(
    [3, 4].flatMap((y) => [2, 3, 4, 5, 6].map((x) => y * 20 + x)),
  );
  const twice = painted((row) => polygonRows([...box, ...box], size, row));
  expect(twice.size).toBe(0);
});
