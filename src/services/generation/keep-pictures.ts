import { randomUUID } from 'node:crypto';
import type { GeneratedPicture } from '#adapters/generator/port.ts';
import { completeJobs } from '#db/attempts.ts';
import { insertCandidates } from '#db/candidates.ts';
import { appendEvents } from '#db/events.ts';
import type { CellWork } from '#db/jobs.ts';
import type { Trx } from '#db/schema.ts';
import type { AnnotationOrigin } from '#db/schema/review-tables.ts';
import type { Context } from '#context.ts';
import { actor, type Attempt } from './attempt.ts';
import type { StoredPicture } from './store-picture.ts';

/** What a try brought, its files stored. */
export type FinishedPicture = {
  readonly attempt: Attempt<CellWork>;
  readonly result: GeneratedPicture;
  readonly stored: StoredPicture;
  readonly origin: AnnotationOrigin;
};

/**
 * Closes the tries and their jobs, and makes candidates of what they brought, in the caller's transaction, which holds their
 * blueprints. How long each took; `null` for a try that was closed already, whose picture nobody wants.
 */
export async function keepPictures(
  context: Context,
  trx: Trx,
  pictures: readonly FinishedPicture[],
): Promise<({ seconds: number } | null)[]> {
  const ids = pictures.map(({ attempt }) => attempt.id);
  const closed = await completeJobs(trx, ids, context.now());
  const kept = pictures
    .filter(({ attempt }) => closed.has(attempt.id))
    .map((picture) => ({ picture, candidateId: randomUUID() }));
  if (kept.length > 0) {
    await insertCandidates(
      trx,
      kept.map(({ picture, candidateId }) => rowsOf(context, picture, candidateId)),
    );
  }
  await appendEvents(
    trx,
    kept.map(({ picture: { attempt }, candidateId }) => ({
      blueprintId: attempt.work.blueprint_id,
      type: 'job_completed',
      actor,
      payload: { jobId: attempt.jobId, cellId: attempt.work.cell_id, candidateId },
    })),
  );
  return ids.map((id) => closed.get(id) ?? null);
}

function rowsOf(context: Context, { attempt, result, stored, origin }: FinishedPicture, candidateId: string) {
  const { work } = attempt;
  // In what was measured, a defect is a number: its place in this list.
  const defectIds = [work.defect_id, ...work.companions.map((companion) => companion.defect_id)];
  return {
    candidate: {
      id: candidateId,
      blueprint_id: work.blueprint_id,
      cell_id: work.cell_id,
      job_id: attempt.jobId,
      source: 'generated' as const,
      kind: work.kind,
      generator_version: context.generators.get(work.generator)?.version ?? null,
      picture_hash: stored.picture,
      ...stored.thumbnails,
      source_type: result.sourceType,
      credentials_hash: stored.credentials,
      width: result.width,
      height: result.height,
      measured: JSON.stringify({ ...result.measured, defectIds }),
    },
    annotation: {
      id: randomUUID(),
      candidate_id: candidateId,
      version: 1,
      mask_hash: stored.mask,
      area: result.area,
      instances: JSON.stringify(
        result.instances.map(({ defect, ...region }) => ({ ...region, defectId: defectIds[defect]! })),
      ),
      origin,
      author: actor,
    },
  };
}
