import { randomUUID } from 'node:crypto';
import { AppError } from '#core/app-error.ts';
import type { RejectReason, Verdict } from '#core/review/decision.ts';
import { reasonLabel, usualReasons } from '#core/review/reason-list.ts';
import { type CurrentVerdict, insertDecisions, currentVerdicts } from '#db/decisions.ts';
import { appendEvent } from '#db/events.ts';
import type { Trx } from '#db/schema.ts';
import type { Context } from '#context.ts';
import { inBlueprint } from './in-blueprint.ts';

export type DecisionOrder = {
  candidateId: string;
  verdict: Verdict;
  reasons: RejectReason[];
  note: string | null;
};

export type RecordedDecision = DecisionOrder & { disputed: boolean };

/** Records all of them or none. Says how the candidates stood before: recording that again is the undo. */
export async function recordDecisions(
  context: Context,
  blueprintId: string,
  orders: DecisionOrder[],
  actor: string,
): Promise<{ decided: RecordedDecision[]; before: CurrentVerdict[] }> {
  return inBlueprint(context, blueprintId, (trx) => recordDecisionsIn(trx, blueprintId, orders, actor));
}

/** The same in the caller's transaction, which holds the blueprint. */
export async function recordDecisionsIn(
  trx: Trx,
  blueprintId: string,
  orders: DecisionOrder[],
  actor: string,
): Promise<{ decided: RecordedDecision[]; before: CurrentVerdict[] }> {
  const byCandidate = new Map(orders.map((order) => [order.candidateId, order]));
  if (byCandidate.size !== orders.length) {
    throw new AppError(
      'bad_request',
      'One picture is named twice in these decisions. Name each of them once.',
    );
  }
  const before = await currentVerdicts(trx, blueprintId, [...byCandidate.keys()]);
  if (before.length !== byCandidate.size) {
    throw new AppError(
      'not_found',
      'One of these pictures is not in this blueprint any more. Reload, and decide again.',
    );
  }
  const decided = orders.map((order) => ({
    ...order,
    // Reasons are why something was rejected; with any other verdict they would say nothing.
    reasons: order.verdict === 'rejected' ? [...new Set(order.reasons)] : [],
  }));
  const listOf = new Map(before.map(({ id, reject_reasons }) => [id, reject_reasons ?? usualReasons]));
  const disputed = await insertDecisions(
    trx,
    decided.map(({ candidateId, ...decision }) => {
      const list = listOf.get(candidateId) ?? usualReasons;
      requireKnown(decision.reasons, list);
      return {
        id: randomUUID(),
        candidate_id: candidateId,
        author: actor,
        said: decision.reasons.map((id) => reasonLabel(list, id)),
        ...decision,
      };
    }),
  );
  const recorded = decided.map((order) => ({ ...order, disputed: disputed.has(order.candidateId) }));
  await appendEvent(trx, {
    blueprintId,
    type: 'decisions_recorded',
    actor,
    payload: { cellIds: [...new Set(before.map((candidate) => candidate.cell_id))], decisions: recorded },
  });
  return { decided: recorded, before };
}

/** Retired ones too: an undo may give one again. */
function requireKnown(reasons: readonly RejectReason[], list: readonly { id: string }[]): void {
  const unknown = reasons.find((id) => !list.some((reason) => reason.id === id));
  if (unknown === undefined) return;
  throw new AppError(
    'bad_request',
    `“${unknown}” is not among the reasons of this picture’s defect. Choose one from its list.`,
  );
}
