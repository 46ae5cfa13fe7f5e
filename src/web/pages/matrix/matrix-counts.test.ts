import type { CellView } from '#contract/cell.ts';
import { describe, expect, it } from 'vitest';
import { countCells, lackingIn, picturesIn } from './matrix-counts.ts';

const cell = (counts: Partial<CellView['counts']>, rest: Partial<CellView> = {}): CellView => ({
  id: 'c',
  goldenId: 'g',
  defectId: 'd',
  state: 'active',
  stateReason: null,
  target: 5,
  placement: 'prior',
  region: null,
  promptText: '',
  counts: { queued: 0, running: 0, failed: 0, approved: 0, rejected: 0, undecided: 0, ...counts },
  allowed: { queued: 0, running: 0, failed: 0, approved: 0, rejected: 0, undecided: 0 },
  latest: [],
  jobs: [],
  ...rest,
});

describe('what Generate would queue', () => {
  it('is what a cell lacks, after what it has, may yet have, and waits for', () => {
    expect(lackingIn([cell({})])).toBe(5);
    expect(lackingIn([cell({ approved: 1, undecided: 1, running: 1, queued: 1 })])).toBe(1);
    expect(lackingIn([cell({ rejected: 4 })])).toBe(5);
    expect(lackingIn([cell({ approved: 9 })])).toBe(0);
  });

  it('does not count allowed variation, which is counted among the pictures all the same', () => {
    const allowed = { queued: 1, running: 1, failed: 1, approved: 3, rejected: 2, undecided: 4 };
    const cells = [cell({ approved: 2 }, { allowed })];
    expect(lackingIn(cells)).toBe(3);
    expect(countCells(cells)).toMatchObject({ met: 2, target: 5, approved: 5, undecided: 4, queued: 1 });
    expect(picturesIn(cells)).toBe(11);
  });

  it('is nothing for cells that are not active, and one full cell does not make up for another', () => {
    expect(lackingIn([cell({}, { state: 'impossible' }), cell({}, { state: 'skipped' })])).toBe(0);
    expect(lackingIn([cell({ approved: 20 }), cell({})])).toBe(5);
  });
});

it('sums a row or column, counting the target of active cells only', () => {
  const cells = [cell({ approved: 2, rejected: 1 }), cell({ undecided: 3, failed: 1 }, { state: 'skipped' })];
  expect(countCells(cells)).toEqual({
    approved: 2,
    rejected: 1,
    undecided: 3,
    queued: 0,
    running: 0,
    failed: 1,
    target: 5,
    met: 2,
  });
  expect(picturesIn(cells)).toBe(6);
});
