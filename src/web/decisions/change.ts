import type { BoardView } from '#contract/blueprint.ts';
import type { CandidateView, Verdict } from '#contract/candidate.ts';
import type { RejectReason } from '#core/review/decision.ts';
import type { DecisionBatch, DecisionChange, UndoStack } from '#core/review/undo-stack.ts';

type Judged = Pick<CandidateView, 'id' | 'verdict' | 'reasons' | 'note'>;

/** Why, besides the verdict. */
export type Said = { readonly reasons?: readonly RejectReason[]; readonly note?: string | null };

/** The decision on these candidates that leaves each of them with the verdict. */
export function judge(
  candidates: readonly Judged[],
  verdict: Verdict,
  { reasons = [], note = null }: Said = {},
): DecisionChange[] {
  return candidates.map(({ id, ...before }) => ({
    candidateId: id,
    before: { verdict: before.verdict, reasons: before.reasons, note: before.note },
    after: { verdict, reasons, note },
  }));
}

/** What takes a batch back. */
export const inverse = (batch: DecisionBatch): DecisionBatch =>
  batch.map(({ candidateId, before, after }) => ({ candidateId, before: after, after: before }));

/** Two batches as one: each candidate as the later one leaves it. */
export function latest(earlier: DecisionBatch, later: DecisionBatch): DecisionBatch {
  const beforeOf = new Map(earlier.map((change) => [change.candidateId, change.before]));
  const again = new Set(later.map(({ candidateId }) => candidateId));
  return [
    ...earlier.filter(({ candidateId }) => !again.has(candidateId)),
    ...later.map((change) => ({ ...change, before: beforeOf.get(change.candidateId) ?? change.before })),
  ];
}

/** Adds to the newest batch (a reason, after the rejection): one undo then takes all of it back. */
export function amendNewest(stack: UndoStack, batch: DecisionBatch): UndoStack {
  const newest = stack.done.at(-1) ?? [];
  const beforeOf = new Map(newest.map((change) => [change.candidateId, change.before]));
  const merged = batch.map((change) => ({
    ...change,
    before: beforeOf.get(change.candidateId) ?? change.before,
  }));
  return { done: [...stack.done.slice(0, -1), merged], undone: [] };
}

/** The candidates as they are after the changes; those that did not change keep their identity. */
export function changeCandidates<C extends Judged>(candidates: readonly C[], batch: DecisionBatch): C[] {
  const byId = new Map(batch.map((change) => [change.candidateId, change.after]));
  return candidates.map((candidate) => {
    const after = byId.get(candidate.id);
    return after === undefined
      ? candidate
      : { ...candidate, verdict: after.verdict, reasons: [...after.reasons], note: after.note };
  });
}

/** The matrix after the changes: counts, and the marks on the newest pictures. */
export function changeBoard(
  board: BoardView,
  batch: DecisionBatch,
  cellOf: (candidateId: string) => string | undefined,
): BoardView {
  const byCell = Map.groupBy(batch, (change) => cellOf(change.candidateId));
  const cells = board.cells.map((cell) => {
    const here = byCell.get(cell.id);
    if (here === undefined) return cell;
    const counts = { ...cell.counts };
    for (const { before, after } of here) {
      counts[before.verdict]--;
      counts[after.verdict]++;
    }
    const verdictOf = new Map(here.map((change) => [change.candidateId, change.after.verdict]));
    const latest = cell.latest.map((picture) => ({
      ...picture,
      verdict: verdictOf.get(picture.id) ?? picture.verdict,
    }));
    return { ...cell, counts, latest };
  });
  return { ...board, cells };
}
