import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findRegions } from './find-regions.ts';
import { maskArbitrary } from './mask-arbitrary.ts';
import { rasteriseRing } from './rasterise-ring.ts';
import { straightenRing } from './straighten-ring.ts';
import { traceRings } from './trace-rings.ts';

it('leaves the mask as it is', () => {
  fc.assert(
    fc.property(maskArbitrary, (mask) => {
      for (const { box, data } of findRegions(mask)) {
        for (const ring of traceRings(data, box.width, box.height)) {
          const straight = straightenRing(ring);
          expect(straight.length).toBeLessThanOrEqual(ring.length);
          expect(rasteriseRing(straight, box.width, box.height)).toEqual(
            rasteriseRing(ring, box.width, box.height),
          );
        }
      }
    }),
    { numRuns: 300 },
  );
});

it('takes most points off a thin slanted scratch', () => {
  const pixels = Array.from({ length: 300 }, (_, x) => (Math.round(x * 0.7) + 1) * 300 + x);
  const data = new Uint8Array(300 * 220);
  for (const pixel of pixels) data[pixel] = data[pixel + 300] = 255;
  const [ring] = traceRings(data, 300, 220);
  const straight = straightenRing(ring!);
  expect(straight.length).toBeLessThan(ring!.length / 2);
  expect(rasteriseRing(straight, 300, 220).data).toEqual(data);
});
