import { appendEvent } from '#db/events.ts';
import { findGolden, markGoldenRemoved } from '#db/goldens.ts';
import { cellIdsOf } from '#db/cells.ts';
import type { Context } from '#context.ts';
import { cancelIn } from './cancel-jobs.ts';
import { noSuchGolden } from './change-golden.ts';
import { inBlueprint } from './in-blueprint.ts';

/** Takes the row out of the matrix. Its history stays; its jobs end. */
export async function removeGolden(context: Context, goldenId: string, actor: string): Promise<void> {
  const blueprintId = (await findGolden(context.db, goldenId))?.blueprint_id;
  if (blueprintId === undefined) throw noSuchGolden();
  await inBlueprint(context, blueprintId, async (trx) => {
    if ((await findGolden(trx, goldenId)) === undefined) throw noSuchGolden();
    await cancelIn(context, trx, blueprintId, { cellIds: await cellIdsOf(trx, { goldenId }) });
    await markGoldenRemoved(trx, goldenId, context.now());
    await appendEvent(trx, { blueprintId, type: 'golden_removed', actor, payload: { goldenId } });
  });
}
