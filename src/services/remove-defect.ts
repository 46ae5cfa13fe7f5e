import { AppError } from '#core/app-error.ts';
import { cellIdsOf } from '#db/cells.ts';
import { findDefect, markDefectRemoved } from '#db/defects.ts';
import { appendEvent } from '#db/events.ts';
import type { Context } from '#context.ts';
import { cancelIn } from './cancel-jobs.ts';
import { inBlueprint } from './in-blueprint.ts';

/** Takes the column out of the matrix. Its history stays; its jobs end. */
export async function removeDefect(context: Context, defectId: string, actor: string): Promise<void> {
  const blueprintId = (await findDefect(context.db, defectId))?.blueprint_id;
  if (blueprintId === undefined) throw noSuchDefect();
  await inBlueprint(context, blueprintId, async (trx) => {
    if ((await findDefect(trx, defectId)) === undefined) throw noSuchDefect();
    await cancelIn(context, trx, blueprintId, { cellIds: await cellIdsOf(trx, { defectId }) });
    await markDefectRemoved(trx, defectId, context.now());
    await appendEvent(trx, { blueprintId, type: 'defect_removed', actor, payload: { defectId } });
  });
}

export function noSuchDefect(): AppError {
  return new AppError('not_found', 'There is no such defect. It may have been removed already.');
}
