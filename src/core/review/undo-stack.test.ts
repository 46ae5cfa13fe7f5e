import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rejectReasons, verdicts } from './decision.ts';
import {
  emptyUndoStack,
  recordBatch,
  redo,
  undo,
  type DecisionBatch,
  type DecisionState,
  type UndoStack,
} from './undo-stack.ts';

const undecided: DecisionState = { verdict: 'undecided', reasons: [], note: null };
const approved: DecisionState = { verdict: 'approved', reasons: [], note: null };
const approve = (candidateId: string): DecisionBatch => [{ candidateId, before: undecided, after: approved }];

type Decisions = Record<string, DecisionState>;
const applied = (decisions: Decisions, batch: DecisionBatch): Decisions => ({
  ...decisions,
  ...Object.fromEntries(batch.map(({ candidateId, after }) => [candidateId, after])),
});

describe('the undo stack', () => {
  it('undoes and redoes a whole row at once', () => {
    const stack = recordBatch(emptyUndoStack, [...approve('a'), ...approve('b')]);
    const undone = undo(stack)!;
    expect(undone.apply.map(({ candidateId, after }) => [candidateId, after])).toEqual([
      ['b', undecided],
      ['a', undecided],
    ]);
    expect(redo(undone.stack)).toEqual({ stack, apply: [...approve('a'), ...approve('b')] });
  });

  it('has nothing to undo or redo at its ends', () => {
    expect(undo(emptyUndoStack)).toBeNull();
    expect(redo(recordBatch(emptyUndoStack, approve('a')))).toBeNull();
  });

  it('forgets what was undone once something new is decided', () => {
    const stack = undo(recordBatch(emptyUndoStack, approve('a')))!.stack;
    expect(redo(recordBatch(stack, approve('b')))).toBeNull();
  });

  it('does not keep a decision that changed nothing', () => {
    const same = [{ candidateId: 'a', before: approved, after: { ...approved } }];
    expect(recordBatch(emptyUndoStack, same)).toBe(emptyUndoStack);
  });

  it('is bounded, and forgets the oldest first', () => {
    let stack: UndoStack = emptyUndoStack;
    for (let i = 0; i < 300; i++) stack = recordBatch(stack, approve(String(i)));
    expect(stack.done).toHaveLength(200);
    expect(stack.done[0]![0]!.candidateId).toBe('100');
  });

  it('undoing everything restores the start, redoing everything the end', () => {
    const state = fc.record({
      verdict: fc.constantFrom(...verdicts),
      reasons: fc.subarray(rejectReasons.map(({ id }) => id)),
      note: fc.constantFrom(null, 'too near the edge'),
    });
    const steps = fc.array(
      fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c'), state), { selector: ([id]) => id }),
      {
        maxLength: 20,
      },
    );
    fc.assert(
      fc.property(steps, (batches) => {
        const start: Decisions = { a: undecided, b: undecided, c: undecided };
        let decisions = start;
        let stack: UndoStack = emptyUndoStack;
        for (const batch of batches) {
          const changes = batch.map(([candidateId, after]) => ({
            candidateId,
            before: decisions[candidateId]!,
            after,
          }));
          stack = recordBatch(stack, changes);
          decisions = applied(decisions, changes);
        }
        const end = decisions;
        for (let step = undo(stack); step; step = undo(stack)) {
          decisions = applied(decisions, step.apply);
          stack = step.stack;
        }
        expect(withSortedReasons(decisions)).toEqual(start);
        for (let step = redo(stack); step; step = redo(stack)) {
          decisions = applied(decisions, step.apply);
          stack = step.stack;
        }
        expect(withSortedReasons(decisions)).toEqual(withSortedReasons(end));
      }),
    );
  });
});

function withSortedReasons(decisions: Decisions): Decisions {
  return Object.fromEntries(
    Object.entries(decisions).map(([id, state]) => [id, { ...state, reasons: state.reasons.toSorted() }]),
  );
}
