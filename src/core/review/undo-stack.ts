import type { RejectReason, Verdict } from './decision.ts';

export type DecisionState = {
  readonly verdict: Verdict;
  readonly reasons: readonly RejectReason[];
  /** In the reviewer's own words. */
  readonly note: string | null;
};
export type DecisionChange = {
  readonly candidateId: string;
  readonly before: DecisionState;
  readonly after: DecisionState;
};
/** Decisions that were made at once, by one key or for a whole row, and are undone at once. */
export type DecisionBatch = readonly DecisionChange[];

/** Newest last in both. A value: every step gives a new stack. */
export type UndoStack = {
  readonly done: readonly DecisionBatch[];
  readonly undone: readonly DecisionBatch[];
};

export const emptyUndoStack: UndoStack = { done: [], undone: [] };

/** Enough for a long sitting; the oldest is forgotten first. */
const mostBatches = 200;

/** Adds what was just decided. What had been undone before cannot be redone any more. */
export function recordBatch(stack: UndoStack, batch: DecisionBatch): UndoStack {
  const changes = batch.filter(({ before, after }) => !sameDecision(before, after));
  if (changes.length === 0) return stack;
  return { done: [...stack.done, changes].slice(-mostBatches), undone: [] };
}

/** Takes back the newest batch: `apply` is what to record, each change from its `before` to its `after`. */
export function undo(stack: UndoStack): { stack: UndoStack; apply: DecisionBatch } | null {
  const batch = stack.done.at(-1);
  if (!batch) return null;
  const apply = batch
    .map(({ candidateId, before, after }) => ({ candidateId, before: after, after: before }))
    .reverse();
  return { stack: { done: stack.done.slice(0, -1), undone: [...stack.undone, batch] }, apply };
}

/** Does again what was taken back last. */
export function redo(stack: UndoStack): { stack: UndoStack; apply: DecisionBatch } | null {
  const batch = stack.undone.at(-1);
  if (!batch) return null;
  return { stack: { done: [...stack.done, batch], undone: stack.undone.slice(0, -1) }, apply: batch };
}

/** Reasons are a set: their order says nothing. */
function sameDecision(a: DecisionState, b: DecisionState): boolean {
  return (
    a.verdict === b.verdict &&
    a.note === b.note &&
    a.reasons.length === b.reasons.length &&
    a.reasons.every((id) => b.reasons.includes(id))
  );
}
