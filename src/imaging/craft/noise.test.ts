import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from '#core/random.ts';
import { createNoise, MOST_FRACTAL } from './noise.ts';

const place = fc.double({ min: -300, max: 300, noNaN: true });
const places = fc.array(fc.tuple(place, place, fc.integer({ min: 1, max: 8 })), {
  minLength: 1,
  maxLength: 40,
});

test('noise is the same wherever it was asked for before, and keeps within its limit', () => {
  fc.assert(
    fc.property(fc.integer(), places, (seed, asked) => {
      const noise = createNoise(createRandom(seed));
      for (const [x, y, octaves] of asked) {
        const value = noise.fractal(x, y, octaves);
        expect(value).toBe(createNoise(createRandom(seed)).fractal(x, y, octaves));
        expect(Math.abs(value)).toBeLessThan(MOST_FRACTAL);
        // What a walk over pixels does: on in the same cell.
        expect(noise.fractal(x + 0.01, y, octaves)).toBe(
          createNoise(createRandom(seed)).fractal(x + 0.01, y, octaves),
        );
      }
    }),
    { numRuns: 50 },
  );
});
