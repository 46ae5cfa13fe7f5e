import { expect, it } from 'vitest';
import { goldenName } from './golden-name.ts';

it('has its number, and the beginning of the words on one line, cut between two of them', () => {
  expect(goldenName('A steel\n bracket ', 3)).toBe('Words 3: A steel bracket');
  expect(goldenName('Brushed steel bracket with four round holes, seen from above', 1)).toBe(
    'Words 1: Brushed steel bracket with four round…',
  );
  expect(goldenName('x'.repeat(50), 2)).toBe(`Words 2: ${'x'.repeat(40)}…`);
});
