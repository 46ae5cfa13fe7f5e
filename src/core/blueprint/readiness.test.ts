import { describe, expect, it } from 'vitest';
import { whatIsMissing, type CellProgress } from './readiness.ts';

function cell(id: string, progress: Partial<CellProgress> = {}): CellProgress {
  const done = {
    state: 'active',
    target: 5,
    approved: 5,
    undecided: 0,
    queued: 0,
    running: 0,
    failed: 0,
  } as const;
  return { id, goldenName: `photo ${id}`, defectName: 'Scratch', ...done, ...progress };
}

describe('whatIsMissing', () => {
  it('is ready when every active cell has what it wants', () => {
    expect(whatIsMissing([cell('a'), cell('b', { approved: 9 })])).toEqual({ ready: true, missing: [] });
  });

  it('asks for golden images and defects first', () => {
    expect(whatIsMissing([]).missing.map(({ code }) => code)).toEqual(['no_golden_image', 'no_defect']);
    expect(whatIsMissing([], { goldens: 2, defects: 0 }).missing.map(({ code }) => code)).toEqual([
      'no_defect',
    ]);
  });

  it('wants nothing of skipped and impossible cells, but one cell must be active', () => {
    const nothing = { approved: 0, undecided: 3, running: 1, failed: 1 };
    const idle = [
      cell('a', { state: 'skipped', ...nothing }),
      cell('b', { state: 'impossible', ...nothing }),
    ];
    expect(whatIsMissing([...idle, cell('c')]).ready).toBe(true);
    expect(whatIsMissing(idle).missing).toMatchObject([{ code: 'no_active_cell', cellIds: [] }]);
  });

  it('names each reason once, with its cells, in the order to deal with them', () => {
    const { ready, missing } = whatIsMissing([
      cell('a', { approved: 2, queued: 1, running: 1, failed: 1 }),
      cell('b', { undecided: 1 }),
      cell('c', { approved: 4 }),
      cell('d', { approved: 0 }),
    ]);
    expect(ready).toBe(false);
    expect(missing).toEqual([
      {
        code: 'jobs_open',
        cellIds: ['a'],
        message: '2 pictures are still being made in photo a × Scratch: wait, or cancel.',
      },
      {
        code: 'undecided',
        cellIds: ['b'],
        message: '1 picture is not decided in photo b × Scratch: approve or reject.',
      },
      {
        code: 'below_target',
        cellIds: ['a', 'c', 'd'],
        message:
          '9 more approved pictures are needed in photo a × Scratch, photo c × Scratch and 1 more cell: generate more, or lower the target.',
      },
      {
        code: 'failed',
        cellIds: ['a'],
        message: '1 job failed in photo a × Scratch: read the reason, then retry or dismiss.',
      },
    ]);
  });

  it('forgives a failed job where the target is met', () => {
    expect(whatIsMissing([cell('a', { failed: 3 })]).ready).toBe(true);
  });
});
