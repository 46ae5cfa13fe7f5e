import { expect, it } from 'vitest';
import { lowerTargets } from './lower-targets.ts';

const cell = (id: string, approved: number, target: number, state: 'active' | 'skipped' = 'active') => {
  return { id, approved, target, state, stateReason: id === 'b' ? 'Asked for' : null };
};

it('lowers each target to what is approved, skips where nothing is, and can bring it back', () => {
  const cells = [
    cell('a', 2, 5),
    cell('b', 0, 5),
    cell('c', 2, 3),
    cell('d', 5, 5),
    cell('e', 0, 9, 'skipped'),
  ];
  expect(lowerTargets(cells)).toEqual({
    changes: [
      { cellIds: ['a', 'c'], target: 2 },
      { cellIds: ['b'], state: 'skipped', stateReason: expect.stringContaining('targets were lowered') },
    ],
    undo: [
      { cellIds: ['a'], target: 5 },
      { cellIds: ['c'], target: 3 },
      { cellIds: ['b'], state: 'active', stateReason: 'Asked for' },
    ],
  });
});

it('leaves a matrix alone that has what it needs', () => {
  expect(lowerTargets([cell('a', 5, 5), cell('b', 6, 5)])).toEqual({ changes: [], undo: [] });
});
