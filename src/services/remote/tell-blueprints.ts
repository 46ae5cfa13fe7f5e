import { lockBlueprint } from '#db/blueprints.ts';
import { appendEvent, type NewEvent } from '#db/events.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Context } from '#context.ts';

/**
 * What concerns many blueprints goes into the history of each, and every open page of theirs hears of it. Not in the
 * transaction of the change itself: a blueprint's row is locked before anything else, and one at a time.
 */
export async function tellBlueprints(
  context: Context,
  blueprintIds: readonly string[],
  event: Omit<NewEvent, 'blueprintId'>,
): Promise<void> {
  for (const blueprintId of blueprintIds) {
    await inTransaction(context.db, async (trx) => {
      if ((await lockBlueprint(trx, blueprintId)) === undefined) return;
      await appendEvent(trx, { blueprintId, ...event });
    });
  }
}
