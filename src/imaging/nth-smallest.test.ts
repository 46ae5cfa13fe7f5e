import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nthSmallest } from './nth-smallest.ts';

it('finds what sorting finds, one after the other', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 60 }), (numbers) => {
      const values = Float32Array.from(numbers);
      const sorted = values.toSorted();
      const thirds = [0, 1, 2].map((k) => Math.floor((k * numbers.length) / 3));
      thirds.forEach((n, k) => expect(nthSmallest(values, n, thirds[k - 1] ?? 0)).toBe(sorted[n]));
    }),
  );
});

it('finds nothing beyond the end', () => {
  expect(nthSmallest(new Float64Array(3), 3)).toBeNaN();
});
