import { eraseBlueprint } from '#db/blueprints.ts';
import { settleAll } from '#db/spending.ts';
import type { Context } from '#context.ts';
import { cancelIn } from './cancel-jobs.ts';
import { inBlueprint } from './in-blueprint.ts';
import { ordersToStop, stopOrders } from './remote/stop-orders.ts';

/**
 * Erases the blueprint and its history. Its jobs are ended first: a worker then finds nothing to finish, and what is
 * made elsewhere is asked to stop. What was not stopped counts as bought, since nobody will hear the answer.
 */
export async function deleteBlueprint(context: Context, blueprintId: string): Promise<void> {
  const orders = await inBlueprint(context, blueprintId, async (trx) => {
    await cancelIn(context, trx, blueprintId, {});
    return ordersToStop(context, trx, blueprintId);
  });
  if (orders.length > 0) await stopOrders(context, orders);
  await inBlueprint(context, blueprintId, async (trx) => {
    await cancelIn(context, trx, blueprintId, {});
    await settleAll(trx, blueprintId);
    await eraseBlueprint(trx, blueprintId);
  });
}
