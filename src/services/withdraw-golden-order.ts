import { AppError } from '#core/app-error.ts';
import { appendEvent } from '#db/events.ts';
import { blueprintOfGoldenOrder, dismissGoldenOrder } from '#db/golden-orders.ts';
import type { Context } from '#context.ts';
import { cancelJobs } from './cancel-jobs.ts';
import { inBlueprint } from './in-blueprint.ts';

/**
 * Cancels an order for a golden image, or takes one that failed off the page. False where there is nothing left to do:
 * it is made, or was withdrawn before. Throws AppError `not_found`.
 */
export async function withdrawGoldenOrder(context: Context, jobId: string, actor: string): Promise<boolean> {
  const blueprintId = await blueprintOfGoldenOrder(context.db, jobId);
  if (blueprintId === undefined) {
    throw new AppError('not_found', 'There is no such order. Its blueprint may have been deleted.');
  }
  if ((await cancelJobs(context, blueprintId, { jobIds: [jobId] }, actor)) > 0) return true;
  return inBlueprint(context, blueprintId, async (trx) => {
    if (!(await dismissGoldenOrder(trx, jobId))) return false;
    await appendEvent(trx, { blueprintId, type: 'golden_order_dismissed', actor, payload: { jobId } });
    return true;
  });
}
