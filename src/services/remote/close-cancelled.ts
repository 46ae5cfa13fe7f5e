import type { RemoteAnswer } from '#adapters/generator/port.ts';
import { lockBlueprint } from '#db/blueprints.ts';
import { appendEvent } from '#db/events.ts';
import { endCancel, type RemoteAttempt } from '#db/remote-attempts.ts';
import { type Bill, settleMoney } from '#db/spending.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Context } from '#context.ts';
import { actor } from '../generation/attempt.ts';
import { free } from './remote-settlement.ts';

/** Closes the books on a cancelled try, and says what it cost. Once: the provider's message and a look at it may meet. */
export async function closeCancelled(
  context: Context,
  { id, job_id: jobId, cell_id: cellId, blueprint_id: blueprintId }: RemoteAttempt,
  outcome: 'stopped' | 'too_late',
  bill: Bill = free,
): Promise<void> {
  await inTransaction(context.db, async (trx) => {
    if ((await lockBlueprint(trx, blueprintId)) === undefined) return;
    await settleMoney(trx, [{ attemptId: id, ...bill }]);
    // Whoever was about to finish it when it was cancelled may have written down the bill before.
    const micros = await endCancel(trx, id, outcome);
    if (micros === null) return;
    await appendEvent(trx, {
      blueprintId,
      type: 'cancel_answered',
      actor,
      payload: { jobId, cellId, outcome, micros },
    });
  });
}

/** How a cancelled request ended, by its answer: with a picture, or because it was asked to. */
export function outcomeOf(
  { status }: Pick<RemoteAnswer, 'status'>,
  { micros }: Bill,
): 'stopped' | 'too_late' {
  return status === 200 || micros > 0 ? 'too_late' : 'stopped';
}
