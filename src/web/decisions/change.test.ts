import type { BoardView } from '#contract/blueprint.ts';
import type { Verdict } from '#contract/candidate.ts';
import { emptyUndoStack, recordBatch, redo, undo } from '#core/review/undo-stack.ts';
import { describe, expect, it } from 'vitest';
import { amendNewest, changeBoard, changeCandidates, inverse, judge, latest } from './change.ts';

type Picture = { id: string; verdict: Verdict; reasons: string[]; note: string | null };
const picture = (id: string): Picture => ({ id, verdict: 'undecided', reasons: [], note: null });

describe('a decision on the page', () => {
  it('changes what was decided on and nothing else', () => {
    const all = [picture('1'), picture('2')];
    const changed = changeCandidates(all, judge([all[0]], 'rejected', { reasons: ['too-faint'] }));
    expect(changed[0]).toMatchObject({ verdict: 'rejected', reasons: ['too-faint'] });
    expect(changed[1]).toBe(all[1]);
  });

  it('moves the counts and marks of its cell, and back', () => {
    const cell = {
      id: 'c',
      counts: { queued: 0, running: 0, failed: 0, approved: 1, rejected: 0, undecided: 2 },
      latest: [{ id: '1', thumbnailUrl: '', verdict: 'undecided' as const }],
    };
    const board = { cells: [cell, { ...cell, id: 'other' }] } as unknown as BoardView;
    const batch = judge([picture('1'), picture('2')], 'approved');
    const after = changeBoard(board, batch, () => 'c');
    expect(after.cells[0].counts).toMatchObject({ approved: 3, undecided: 0 });
    expect(after.cells[0].latest[0].verdict).toBe('approved');
    expect(after.cells[1]).toBe(board.cells[1]);
    expect(changeBoard(after, inverse(batch), () => 'c')).toEqual(board);
  });

  it('is taken back in one step together with the reason that followed it', () => {
    const before = picture('1');
    const rejected = judge([before], 'rejected');
    const reasoned = judge(changeCandidates([before], rejected), 'rejected', {
      reasons: ['wrong-place'],
      note: 'twice',
    });
    const stack = amendNewest(recordBatch(emptyUndoStack, rejected), reasoned);
    const undone = undo(stack);
    expect(undone?.apply).toEqual([
      {
        candidateId: '1',
        before: { verdict: 'rejected', reasons: ['wrong-place'], note: 'twice' },
        after: { verdict: 'undecided', reasons: [], note: null },
      },
    ]);
    expect(undone?.stack.done).toEqual([]);
    expect(redo(undone!.stack)?.apply[0].after.reasons).toEqual(['wrong-place']);
  });

  it('is one with the next, which has the last word on what both name', () => {
    const [one, two] = [picture('1'), picture('2')];
    const rejected = judge([one, two], 'rejected');
    const reasoned = judge(changeCandidates([one], rejected), 'rejected', { reasons: ['too-faint'] });
    const both = latest(rejected, reasoned);
    expect(both.map(({ candidateId, after }) => [candidateId, after.reasons])).toEqual([
      ['2', []],
      ['1', ['too-faint']],
    ]);
    expect(changeCandidates(changeCandidates([one, two], both), inverse(both))).toEqual([one, two]);
  });
});
