import { eraseBlueprint, findBlueprint } from '#db/blueprints.ts';
import type { Context } from '#context.ts';
import { cancelIn } from './cancel-jobs.ts';
import { noSuchBlueprint } from './read-board.ts';

/** Erases the blueprint and its history. Its jobs are ended first: a worker then finds nothing to finish. */
export async function deleteBlueprint(context: Context, blueprintId: string): Promise<void> {
  await context.db.transaction().execute(async (trx) => {
    if ((await findBlueprint(trx, blueprintId)) === undefined) throw noSuchBlueprint();
    await cancelIn(context, trx, blueprintId, {});
    await eraseBlueprint(trx, blueprintId);
  });
}
