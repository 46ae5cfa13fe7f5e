import { AppError } from '#core/app-error.ts';
import { cellIdsOf } from '#db/cells.ts';
import { findDefect, markDefectRemoved } from '#db/defects.ts';
import { appendEvent } from '#db/events.ts';
import type { Context } from '#context.ts';
import { cancelIn } from './cancel-jobs.ts';

/** Takes the column out of the matrix. Its history stays; its jobs end. */
export async function removeDefect(context: Context, defectId: string, actor: string): Promise<void> {
  await context.db.transaction().execute(async (trx) => {
    const defect = await findDefect(trx, defectId);
    if (defect === undefined) {
      throw new AppError('not_found', 'There is no such defect. It may have been removed already.');
    }
    await cancelIn(context, trx, defect.blueprint_id, { cellIds: await cellIdsOf(trx, { defectId }) });
    await markDefectRemoved(trx, defectId, context.now());
    await appendEvent(trx, {
      blueprintId: defect.blueprint_id,
      type: 'defect_removed',
      actor,
      payload: { defectId },
    });
  });
}
