import { randomBytes, randomUUID } from 'node:crypto';
import type {
  CutOutFile,
  GeneratedPicture,
  GenerationOutcome,
  StoredFile,
} from '#adapters/generator/port.ts';
import { AppError } from '#core/app-error.ts';
import type { FrozenCutOut } from '#core/blueprint/drawing-options.ts';
import { closeAttempt, closeLostAttempt, insertAttempt } from '#db/attempts.ts';
import { type Blueprint, lockBlueprint } from '#db/blueprints.ts';
import { insertCandidate } from '#db/candidates.ts';
import { appendEvent } from '#db/events.ts';
import { type JobWork, jobWork, type LockedJob, lockJob, publishProgress, updateJob } from '#db/jobs.ts';
import type { Trx } from '#db/schema.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Context, Settlement } from '#context.ts';

/** A picture that takes the program down with it this often is given up, lest it does so for ever. */
const lostAttemptsAllowed = 20;

const actor = 'generator';

/**
 * One try of one job, from the queue to the candidate. Safe to deliver twice, late, or after a kill:
 * the attempt is opened and closed under the job's lock, and whoever finds it closed changes
 * nothing (invariant 1). The engine only delivers; if it has given the job to another worker by now,
 * that worker finds the job ended.
 */
export async function runGeneration(
  context: Context,
  jobId: string,
  settlement: Settlement,
  signal: AbortSignal,
): Promise<void> {
  const attempt = await beginAttempt(context, jobId, settlement);
  if (attempt === null) return;
  const outcome = await generate(context, jobId, attempt, signal);
  if (outcome.kind === 'finished') return finish(context, attempt, outcome.result, settlement);
  if (outcome.kind === 'submitted') throw new Error('no generator of this version answers later');
  if (signal.aborted) return handBack(context, attempt, settlement);
  return fail(context, attempt, outcome, settlement);
}

type Attempt = { id: string; jobId: string; token: string; work: JobWork };

/** Opens a try; `null` when the job has ended already and there is nothing to do. */
async function beginAttempt(
  context: Context,
  jobId: string,
  settlement: Settlement,
): Promise<Attempt | null> {
  const work = await jobWork(context.db, jobId);
  return inTransaction(context.db, async (trx) => {
    const held = work === undefined ? null : await holdJob(trx, { jobId, work });
    if (work === undefined || held === null || !isOpen(held.job)) {
      await settlement.complete(trx);
      return null;
    }
    const { job } = held;
    const lost = job.lost_attempts + ((await closeLostAttempt(trx, jobId, context.now())) ? 1 : 0);
    if (lost >= lostAttemptsAllowed) {
      await endAsFailed(
        context,
        trx,
        { ...job, lost_attempts: lost },
        `The program was stopped ${lost} times while it made this picture, so it was given up. Generate it again, or change its prompt.`,
      );
      await settlement.complete(trx);
      return null;
    }
    const attempt = { id: randomUUID(), token: randomBytes(24).toString('base64url') };
    const number = job.failed_attempts + lost + 1;
    await insertAttempt(trx, { id: attempt.id, job_id: jobId, number, token: attempt.token });
    await updateJob(trx, jobId, { state: 'running', progress: 0, failure: null, lost_attempts: lost });
    await appendEvent(trx, {
      blueprintId: job.blueprint_id,
      type: 'job_started',
      actor,
      payload: { jobId, cellId: job.cell_id, attempt: number },
    });
    return { ...attempt, jobId, work };
  });
}

/** Locks what a try belongs to, the blueprint first; `null` when it was deleted meanwhile. */
async function holdJob(
  trx: Trx,
  { jobId, work }: Pick<Attempt, 'jobId' | 'work'>,
): Promise<{ job: LockedJob; blueprint: Blueprint } | null> {
  const blueprint = await lockBlueprint(trx, work.blueprint_id);
  const job = blueprint === undefined ? undefined : await lockJob(trx, jobId);
  return blueprint === undefined || job === undefined ? null : { job, blueprint };
}

function isOpen(job: LockedJob): boolean {
  return job.state === 'queued' || job.state === 'running';
}

/** Runs the generator; whatever it throws is a failure that may be tried again. */
async function generate(
  context: Context,
  jobId: string,
  attempt: Attempt,
  signal: AbortSignal,
): Promise<GenerationOutcome> {
  const { work } = attempt;
  const generator = context.generators.get(work.generator);
  if (generator === undefined) {
    const message = `The generator “${work.generator}” is not part of this installation.`;
    return { kind: 'failed', retryable: false, code: 'no_generator', message };
  }
  const reporter = progressReporter(context, jobId);
  const stored = (hash: string): StoredFile => ({ hash, read: () => context.storage.get(hash) });
  const thing = ({ hash, mmPerPixel }: FrozenCutOut): CutOutFile => ({ ...stored(hash), mmPerPixel });
  const { foreground, fit, cutOuts, ...options } = work.drawing;
  try {
    return await generator.start(
      {
        golden: { ...stored(work.golden_hash), foreground: foreground === null ? null : stored(foreground) },
        family: work.family,
        promptText: work.prompt_text,
        parameters: work.parameters,
        fit,
        cutOuts: cutOuts.map(thing),
        seed: work.seed,
        options: { ...options, allowedVariation: work.kind === 'allowed-variation' },
        others: work.companions.map(({ drawing: { fit: its, cutOuts: itsOwn, ...own }, ...other }) => ({
          ...other,
          fit: its,
          cutOuts: itsOwn.map(thing),
          options: own,
        })),
        attemptToken: attempt.token,
      },
      { signal, onProgress: reporter.report },
    );
  } catch (error) {
    if (!signal.aborted) context.log.error({ err: error, jobId }, 'the generator failed');
    const message =
      error instanceof AppError
        ? error.message
        : 'The generator met an unexpected error; the log has the details.';
    return { kind: 'failed', retryable: true, code: 'generator_error', message };
  } finally {
    await reporter.settle();
  }
}

/** At most one update under way; what is reported meanwhile is merged into the next. */
function progressReporter(
  context: Context,
  jobId: string,
): { report: (percent: number) => void; settle: () => Promise<void> } {
  let wanted = 0;
  let sent = 0;
  let sending: Promise<void> | null = null;
  const send = async (): Promise<void> => {
    while (wanted > sent) {
      sent = wanted;
      await publishProgress(context.db, jobId, sent);
    }
  };
  return {
    report: (percent) => {
      // 100 is for the moment when the picture is stored: that is `job_completed`.
      wanted = Math.max(wanted, Math.min(99, Math.round(percent)));
      sending ??= send()
        .catch((error: unknown) => context.log.warn({ err: error, jobId }, 'progress could not be published'))
        .finally(() => {
          sending = null;
        });
    },
    settle: async () => {
      wanted = sent;
      await sending;
    },
  };
}

/** Stores the picture, then makes it a candidate: files first, so that no row names a missing one. */
async function finish(
  context: Context,
  attempt: Attempt,
  result: GeneratedPicture,
  settlement: Settlement,
): Promise<void> {
  const stored = await store(context, result);
  if (stored instanceof AppError) {
    return fail(
      context,
      attempt,
      { retryable: true, code: stored.code, message: stored.message },
      settlement,
    );
  }
  await inTransaction(context.db, async (trx) => {
    const job = (await holdJob(trx, attempt))?.job;
    if (job === undefined) return;
    const closed = await closeAttempt(trx, attempt.id, { state: 'succeeded', ended_at: context.now() });
    if (!closed) return;
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
        cell_id: job.cell_id,
        job_id: job.id,
        source: 'generated',
        kind: work.kind,
        generator_version: generator?.version ?? null,
        picture_hash: stored.picture,
        thumbnail_hash: stored.thumbnail,
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
        origin: 'renderer',
        author: actor,
      },
    );
    await updateJob(trx, job.id, {
      state: 'succeeded',
      progress: 100,
      failure: null,
      ended_at: context.now(),
    });
    await appendEvent(trx, {
      blueprintId: job.blueprint_id,
      type: 'job_completed',
      actor,
      payload: { jobId: job.id, cellId: job.cell_id, candidateId },
    });
  });
}

async function store(
  context: Context,
  result: GeneratedPicture,
): Promise<{ picture: string; mask: string; thumbnail: string } | AppError> {
  try {
    const [picture, mask, thumbnail] = await Promise.all([
      context.storage.put(result.picture),
      context.storage.put(result.mask),
      context.storage.put(result.thumbnail),
    ]);
    return { picture, mask, thumbnail };
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

async function fail(
  context: Context,
  attempt: Attempt,
  failure: { retryable: boolean; code: string; message: string },
  settlement: Settlement,
): Promise<void> {
  await inTransaction(context.db, async (trx) => {
    const held = await holdJob(trx, attempt);
    if (held === null) return;
    const { job } = held;
    const closed = await closeAttempt(trx, attempt.id, {
      state: 'failed',
      failure_code: failure.code,
      failure: failure.message,
      ended_at: context.now(),
    });
    if (!closed) return;
    const failedAttempts = job.failed_attempts + 1;
    const { limit } = held.blueprint.settings.retry;
    if (!failure.retryable || failedAttempts > limit) {
      await endAsFailed(context, trx, { ...job, failed_attempts: failedAttempts }, failure.message);
      await settlement.complete(trx);
      return;
    }
    await settlement.retryLater(trx);
    await updateJob(trx, job.id, {
      state: 'queued',
      progress: 0,
      failure: failure.message,
      failed_attempts: failedAttempts,
    });
    await appendEvent(trx, {
      blueprintId: job.blueprint_id,
      type: 'job_retrying',
      actor,
      payload: { jobId: job.id, cellId: job.cell_id, failure: failure.message, failedAttempts, limit },
    });
  });
}

async function endAsFailed(context: Context, trx: Trx, job: LockedJob, failure: string): Promise<void> {
  await updateJob(trx, job.id, {
    state: 'failed',
    progress: 0,
    failure,
    failed_attempts: job.failed_attempts,
    lost_attempts: job.lost_attempts,
    ended_at: context.now(),
  });
  await appendEvent(trx, {
    blueprintId: job.blueprint_id,
    type: 'job_failed',
    actor,
    payload: { jobId: job.id, cellId: job.cell_id, failure },
  });
}

/** The try was stopped: by a cancel, which has closed it already, or because the program is stopping. */
async function handBack(context: Context, attempt: Attempt, settlement: Settlement): Promise<void> {
  await inTransaction(context.db, async (trx) => {
    const job = (await holdJob(trx, attempt))?.job;
    if (job === undefined) return;
    // This try, not whichever is open: the engine may have given the job to another worker by now.
    if (!(await closeAttempt(trx, attempt.id, { state: 'lost', ended_at: context.now() }))) return;
    await updateJob(trx, job.id, {
      state: 'queued',
      progress: 0,
      failure: null,
      lost_attempts: job.lost_attempts + 1,
    });
    await settlement.retryLater(trx);
  });
}
