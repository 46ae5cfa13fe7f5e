import { randomUUID } from 'node:crypto';
import type { GeneratedPicture } from '#adapters/generator/port.ts';
import { AppError } from '#core/app-error.ts';
import { completeJob } from '#db/attempts.ts';
import { insertCandidate } from '#db/candidates.ts';
import { appendEvent } from '#db/events.ts';
import type { CellWork } from '#db/jobs.ts';
import type { AnnotationOrigin } from '#db/schema.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Context, Settlement } from '#context.ts';
import { storeThumbnails, type ThumbnailHashes } from '../store-thumbnails.ts';
import { actor, type Attempt, holdJob } from './attempt.ts';

/** Why a picture that is there could not be kept: as soon as the disk is mended, the same works. */
export type Unstored = { retryable: true; code: string; message: string };

/**
 * Stores the picture, then makes it a candidate: files first, so that no row names a missing one. A disk that does not
 * take them is the caller's matter: what was drawn here is drawn again, what was bought is not bought again.
 */
export async function finishAttempt(
  context: Context,
  attempt: Attempt<CellWork>,
  result: GeneratedPicture,
  settlement: Settlement,
  origin: AnnotationOrigin = 'renderer',
): Promise<Unstored | null> {
  const stored = await store(context, result);
  if (stored instanceof AppError) return { retryable: true, code: stored.code, message: stored.message };
  await inTransaction(context.db, async (trx) => {
    const job = (await holdJob(trx, attempt))?.job;
    if (job === undefined) return;
    const closed = await completeJob(trx, attempt.id, context.now());
    if (closed === null) return settlement.tooLate?.(trx);
    const ended = { generator: attempt.work.generator, outcome: 'succeeded', code: '' } as const;
    context.metrics.attemptEnded({ ...ended, ...closed });
    await settlement.complete(trx);
    const candidateId = randomUUID();
    const { work } = attempt;
    const generator = context.generators.get(work.generator);
    const defectIds = [work.defect_id, ...work.companions.map((companion) => companion.defect_id)];
    await insertCandidate(
      trx,
      {
        id: candidateId,
        blueprint_id: job.blueprint_id,
        cell_id: work.cell_id,
        job_id: job.id,
        source: 'generated',
        kind: work.kind,
        generator_version: generator?.version ?? null,
        picture_hash: stored.picture,
        ...stored.thumbnails,
        source_type: result.sourceType,
        credentials_hash: stored.credentials,
        width: result.width,
        height: result.height,
        // In it, a defect is a number: its place in this list.
        measured: JSON.stringify({ ...result.measured, defectIds }),
      },
      {
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
    );
    await appendEvent(trx, {
      blueprintId: job.blueprint_id,
      type: 'job_completed',
      actor,
      payload: { jobId: job.id, cellId: job.cell_id, candidateId },
    });
  });
  return null;
}

async function store(
  context: Context,
  result: GeneratedPicture,
): Promise<
  { picture: string; mask: string; thumbnails: ThumbnailHashes; credentials: string | null } | AppError
> {
  try {
    const [picture, mask, thumbnails, credentials] = await Promise.all([
      context.storage.put(result.picture),
      context.storage.put(result.mask),
      storeThumbnails(context, result.thumbnails),
      result.credentials ? context.storage.put(result.credentials) : null,
    ]);
    return { picture, mask, thumbnails, credentials };
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}
