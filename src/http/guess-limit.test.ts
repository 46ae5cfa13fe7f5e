import { expect, it } from 'vitest';
import { createGuessLimit } from './guess-limit.ts';

it('lets an address wait after too many wrong ones, until its window is over, and no other', () => {
  const limit = createGuessLimit({ most: 2, perMs: 60_000 });
  limit.count('a', 0);
  expect(limit.waitSeconds('a', 1)).toBe(0);
  limit.count('a', 10_000);
  expect(limit.waitSeconds('a', 10_000)).toBe(50);
  expect(limit.waitSeconds('b', 10_000)).toBe(0);
  expect(limit.waitSeconds('a', 60_000)).toBe(0);
  limit.count('a', 60_000);
  expect(limit.waitSeconds('a', 60_001)).toBe(0);
});

it('forgets the oldest of ten thousand addresses', () => {
  const limit = createGuessLimit({ most: 1, perMs: 60_000 });
  for (let n = 0; n <= 10_000; n++) limit.count(`address ${n}`, n);
  expect(limit.waitSeconds('address 0', 10_000)).toBe(0);
  expect(limit.waitSeconds('address 1', 10_000)).toBe(51);
  expect(limit.waitSeconds('address 10000', 10_000)).toBe(60);
});
