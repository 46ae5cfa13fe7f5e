import { AppError } from '#core/app-error.ts';
import { appendEvent } from '#db/events.ts';
import { findGolden, markGoldenRemoved } from '#db/goldens.ts';
import { cellIdsOf } from '#db/cells.ts';
import type { Context } from '#context.ts';
import { cancelIn } from './cancel-jobs.ts';

/** Takes the row out of the matrix. Its history stays; its jobs end. */
export async function removeGolden(context: Context, goldenId: string, actor: string): Promise<void> {
  await context.db.transaction().execute(async (trx) => {
    const golden = await findGolden(trx, goldenId);
    if (golden === undefined) {
      throw new AppError('not_found', 'There is no such golden image. It may have been removed already.');
    }
    await cancelIn(context, trx, golden.blueprint_id, { cellIds: await cellIdsOf(trx, { goldenId }) });
    await markGoldenRemoved(trx, goldenId, context.now());
    await appendEvent(trx, {
      blueprintId: golden.blueprint_id,
      type: 'golden_removed',
      actor,
      payload: { goldenId },
    });
  });
}
