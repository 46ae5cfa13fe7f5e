import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dollars, micros } from './dollars.ts';

test.each([
  [0, '$0.00'],
  [35_000, '$0.035'],
  [50_000, '$0.05'],
  [1_920_000, '$1.92'],
  [12_345_678_900, '$12,345.68'],
  [-50_000, '-$0.05'],
])('writes %i as %s', (amount, words) => expect(dollars(amount)).toBe(words));

test('dollars and cents come back as they were', () => {
  fc.assert(fc.property(fc.nat(100_000_000), (cents) => micros(cents / 100) === cents * 10_000));
});
