import { lockBlueprint } from '#db/blueprints.ts';
import { appendEvent } from '#db/events.ts';
import { endLooking, lookAgainAt, noteCancel, type RemoteAttempt } from '#db/remote-attempts.ts';
import { settleMoney } from '#db/spending.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Context } from '#context.ts';
import { actor } from '../generation/attempt.ts';
import { silenceMs, type RemoteGenerator } from './gate.ts';
import { expectedBill, free } from './remote-settlement.ts';

/** A try that was cancelled here: the provider is asked to stop, and what it says is told. */
export async function afterCancel(
  context: Context,
  { remote }: RemoteGenerator,
  found: RemoteAttempt,
): Promise<void> {
  const requestId = found.request_id;
  const isOnItsWay = requestId === null && (found.stage === 'sending' || found.stage === 'unknown');
  const tellsUntil = found.give_up_at ?? new Date((found.sent_at?.getTime() ?? 0) + silenceMs);
  if (isOnItsWay && found.charged_micros === null && context.now() < tellsUntil) {
    // Its answer, or its message, will say what there is to stop; then it is looked at again at once.
    return lookAgainAt(context.db, found.id, tellsUntil);
  }
  if (found.stage === 'claimed') {
    // It was not sent, and cost nothing.
    await inTransaction(context.db, async (trx) => {
      await settleMoney(trx, found.id, free);
      await endLooking(trx, found.id);
    });
    return;
  }
  // An answer that was on its way here is bought; of what may have been, the worst is assumed.
  if (found.cancel !== 'wanted' || requestId === null) return tellCancel(context, found, 'too_late');
  const outcome = await remote.cancel(requestId, found.model);
  // Asked again at the next look.
  if (outcome === 'unreachable' && found.looks < 12) return;
  await tellCancel(context, found, outcome === 'stopped' ? 'stopped' : 'too_late');
}

/** Closes the books on a cancelled try, and says what it cost. */
async function tellCancel(
  context: Context,
  found: RemoteAttempt,
  outcome: 'stopped' | 'too_late',
): Promise<void> {
  const bill = outcome === 'stopped' ? free : expectedBill(found);
  const { id, job_id: jobId, cell_id: cellId, blueprint_id: blueprintId } = found;
  await inTransaction(context.db, async (trx) => {
    if ((await lockBlueprint(trx, blueprintId)) === undefined) return;
    await noteCancel(trx, id, outcome);
    await settleMoney(trx, id, bill);
    await appendEvent(trx, {
      blueprintId,
      type: 'cancel_answered',
      actor,
      // What was billed meanwhile goes before what was expected.
      payload: { jobId, cellId, outcome, micros: Number(found.charged_micros ?? bill.micros) },
    });
  });
}
