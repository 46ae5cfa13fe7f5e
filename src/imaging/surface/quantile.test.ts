import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantile } from './quantile.ts';

describe('quantile', () => {
  it('is the value that sorting would put there, with none larger before it and none smaller behind', () => {
    const values = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 0.999, noNaN: true }), (given, share) => {
        const rank = Math.floor(given.length * share);
        const moved = new Float64Array(given);
        const found = quantile(moved, share)!;
        expect(found).toBe(given.toSorted((a, b) => a - b)[rank]);
        expect(moved.subarray(0, rank).every((value) => value <= found)).toBe(true);
        expect(moved.subarray(rank).every((value) => value >= found)).toBe(true);
      }),
    );
  });

  it('is nothing where there are no values', () => {
    expect(quantile(new Float64Array(0), 0.5)).toBeUndefined();
  });
});
