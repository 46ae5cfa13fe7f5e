import { AppError } from '#core/app-error.ts';
import { findCutOut, markCutOutRemoved } from '#db/cut-outs.ts';
import { appendEvent } from '#db/events.ts';
import type { Context } from '#context.ts';
import { inBlueprint } from './in-blueprint.ts';

/** Draws from it no more. Pictures that were queued before keep what they were queued with. */
export async function removeCutOut(context: Context, cutOutId: string, actor: string): Promise<void> {
  const cutOut = await findCutOut(context.db, cutOutId);
  if (cutOut === undefined) throw noSuchCutOut();
  await inBlueprint(context, cutOut.blueprint_id, async (trx) => {
    if ((await findCutOut(trx, cutOutId)) === undefined) throw noSuchCutOut();
    await markCutOutRemoved(trx, cutOutId, context.now());
    await appendEvent(trx, {
      blueprintId: cutOut.blueprint_id,
      type: 'cut_out_removed',
      actor,
      payload: { defectId: cutOut.defect_id, cutOutId },
    });
  });
}

function noSuchCutOut(): AppError {
  return new AppError('not_found', 'There is no such cut-out. It may have been removed already.');
}
