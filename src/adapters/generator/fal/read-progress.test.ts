import { expect, test } from 'vitest';
import { percentOf } from './read-progress.ts';

test.each([
  [['42%|####      | 12/28 [00:03<00:04]'], 42],
  [['step 7/28'], 25],
  [['progress: 99.5 %'], 99],
  [['loading 2/2 shards', '10%|#  | 3/28'], 100],
  [['10%', '60%', '30%'], 60],
  [['started', 'seed 42'], null],
  [['1200%'], null],
  [[], null],
])('%j says %s', (lines, expected) => {
  expect(percentOf(lines)).toBe(expected);
});
