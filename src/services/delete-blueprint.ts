import { eraseBlueprint } from '#db/blueprints.ts';
import { settleAll } from '#db/spending.ts';
import type { Context } from '#context.ts';
import { cancelIn } from './cancel-jobs.ts';
import { inBlueprint } from './in-blueprint.ts';

/** Erases the blueprint and its history. Its jobs are ended first: a worker then finds nothing to finish. */
export async function deleteBlueprint(context: Context, blueprintId: string): Promise<void> {
  await inBlueprint(context, blueprintId, async (trx) => {
    await cancelIn(context, trx, blueprintId, {});
    await settleAll(trx, blueprintId);
    await eraseBlueprint(trx, blueprintId);
  });
}
