import { type CancelScope, cancelOpenJobs } from '#db/jobs.ts';
import { appendEvent } from '#db/events.ts';
import type { Trx } from '#db/schema.ts';
import type { Context } from '#context.ts';
import { inBlueprint } from './in-blueprint.ts';

/** Ends the jobs of the scope that have not ended. Says how many. */
export async function cancelJobs(
  context: Context,
  blueprintId: string,
  scope: CancelScope,
  actor: string,
): Promise<number> {
  return inBlueprint(context, blueprintId, async (trx) => {
    const jobIds = await cancelIn(context, trx, blueprintId, scope);
    if (jobIds.length > 0) {
      await appendEvent(trx, {
        blueprintId,
        type: 'jobs_cancelled',
        actor,
        payload: { jobIds, count: jobIds.length },
      });
    }
    return jobIds.length;
  });
}

/** The same inside a larger change, whose own event says what happened. */
export async function cancelIn(
  context: Context,
  trx: Trx,
  blueprintId: string,
  scope: CancelScope,
): Promise<string[]> {
  const jobIds = await cancelOpenJobs(trx, blueprintId, scope, context.now());
  await context.queue.cancel(trx, jobIds);
  return jobIds;
}
