import fc from 'fast-check';
import { expect, it } from 'vitest';
import { maskArbitrary } from './mask-arbitrary.ts';
import { simplifyRing } from './simplify-ring.ts';
import { type Ring, traceRings } from './trace-rings.ts';

/** A diagonal of five corner-touching pixels. */
const stairs = [
  0, 0, 1, 0, 1, 1, 2, 1, 2, 2, 3, 2, 3, 3, 4, 3, 4, 4, 5, 4, 5, 5, 4, 5, 4, 4, 3, 4, 3, 3, 2, 3, 2, 2, 1, 2,
  1, 1, 0, 1,
];

it('keeps three points at least, and the box', () => {
  expect(simplifyRing(stairs, 100)).toEqual([0, 0, 5, 4, 5, 5]);
});

it('drops no point that is farther from the new outline than the tolerance', () => {
  fc.assert(
    fc.property(
      maskArbitrary,
      fc.constantFrom(0.5, 0.75, 1, 1.5, 3),
      ({ data, width, height }, tolerance) => {
        for (const ring of traceRings(data, width, height)) {
          const simple = simplifyRing(ring, tolerance);
          for (let i = 0; i < ring.length; i += 2) {
            expect(distanceTo(simple, ring[i]!, ring[i + 1]!)).toBeLessThanOrEqual(tolerance + 1e-9);
          }
        }
      },
    ),
  );
});

function distanceTo(ring: Ring, x: number, y: number): number {
  let nearest = Infinity;
  for (let i = 0; i < ring.length; i += 2) {
    const next = (i + 2) % ring.length;
    const [ax, ay, dx, dy] = [ring[i]!, ring[i + 1]!, ring[next]! - ring[i]!, ring[next + 1]! - ring[i + 1]!];
    const along = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
    nearest = Math.min(nearest, Math.hypot(x - ax - along * dx, y - ay - along * dy));
  }
  return nearest;
}

it('leaves rectangles alone', () => {
  expect(simplifyRing([0, 0, 1, 0, 1, 9, 0, 9], 100)).toEqual([0, 0, 1, 0, 1, 9, 0, 9]);
});
