import { AppError } from '#core/app-error.ts';
import { appendEvent } from '#db/events.ts';
import { findRealSample, markRealSampleRemoved } from '#db/real-samples.ts';
import type { Context } from '#context.ts';
import { inBlueprint } from './in-blueprint.ts';

/** Takes one out of the fit. Pictures that were queued before keep what they were queued with. */
export async function removeRealSample(context: Context, sampleId: string, actor: string): Promise<void> {
  const sample = await findRealSample(context.db, sampleId);
  if (sample === undefined) throw noSuchRealSample();
  await inBlueprint(context, sample.blueprint_id, async (trx) => {
    if ((await findRealSample(trx, sampleId)) === undefined) throw noSuchRealSample();
    await markRealSampleRemoved(trx, sampleId, context.now());
    await appendEvent(trx, {
      blueprintId: sample.blueprint_id,
      type: 'real_sample_removed',
      actor,
      payload: { defectId: sample.defect_id, realSampleId: sampleId },
    });
  });
}

function noSuchRealSample(): AppError {
  return new AppError('not_found', 'There is no such real sample. It may have been removed already.');
}
