import { randomBytes, randomUUID } from 'node:crypto';
import type { GenerationOutcome } from '#adapters/generator/port.ts';
import { AppError } from '#core/app-error.ts';
import { closeAttempt, closeLostAttempt, insertAttempt } from '#db/attempts.ts';
import { appendEvent } from '#db/events.ts';
import { type CellWork, cellWork, updateJob } from '#db/jobs.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Context, DeliverySettlement, Settlement } from '#context.ts';
import { actor, type Attempt, holdJob, isOpen } from './generation/attempt.ts';
import { endAsFailed, failAttempt } from './generation/fail-attempt.ts';
import { finishAttempt } from './generation/finish-attempt.ts';
import { progressReporter } from './generation/report-progress.ts';
import { requestOf } from './generation/request-of.ts';

/** A picture that takes the program down with it this often is given up, lest it does so for ever. */
const lostAttemptsAllowed = 20;

/**
 * One try of one job, from the queue to the candidate. Safe to deliver twice, late, or after a kill:
 * the attempt is opened and closed under the job's lock, and whoever finds it closed changes
 * nothing (invariant 1). The engine only delivers; if it has given the job to another worker by now,
 * that worker finds the job ended.
 */
export async function runGeneration(
  context: Context,
  jobId: string,
  settlement: DeliverySettlement,
  signal: AbortSignal,
): Promise<void> {
  const attempt = await beginAttempt(context, jobId, settlement);
  if (attempt === null) return;
  const outcome = await generate(context, jobId, attempt, signal);
  if (outcome.kind === 'finished') {
    const unstored = await finishAttempt(context, attempt, outcome.result, settlement);
    return unstored === null ? undefined : failAttempt(context, attempt, unstored, settlement);
  }
  if (outcome.kind === 'submitted') throw new Error('no generator of this version answers later');
  if (signal.aborted) return handBack(context, attempt, settlement);
  return failAttempt(context, attempt, outcome, settlement);
}

/** Opens a try; `null` when the job has ended already and there is nothing to do. */
async function beginAttempt(
  context: Context,
  jobId: string,
  settlement: Settlement,
): Promise<Attempt<CellWork> | null> {
  // Golden images are made of words elsewhere alone.
  const work = await cellWork(context.db, jobId);
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

/** Runs the generator; whatever it throws is a failure that may be tried again. */
async function generate(
  context: Context,
  jobId: string,
  attempt: Attempt<CellWork>,
  signal: AbortSignal,
): Promise<GenerationOutcome> {
  const name = attempt.work.generator;
  const generator = context.generators.get(name);
  if (generator === undefined) {
    const message = `The generator “${name}” is not part of this installation.`;
    return { kind: 'failed', retryable: false, code: 'no_generator', message };
  }
  const reporter = progressReporter(context, jobId);
  try {
    return await generator.start(requestOf(context, attempt), { signal, onProgress: reporter.report });
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

/** The try was stopped: by a cancel, which has closed it already, or because the program is stopping. */
async function handBack(context: Context, attempt: Attempt, settlement: DeliverySettlement): Promise<void> {
  await inTransaction(context.db, async (trx) => {
    const job = (await holdJob(trx, attempt))?.job;
    if (job === undefined) return;
    // This try, not whichever is open: the engine may have given the job to another worker by now.
    const closed = await closeAttempt(trx, attempt.id, { state: 'lost', ended_at: context.now() });
    if (closed === null) return;
    const { generator } = attempt.work;
    context.metrics.attemptEnded({ generator, outcome: 'lost', code: 'stopped', ...closed });
    await updateJob(trx, job.id, {
      state: 'queued',
      progress: 0,
      failure: null,
      lost_attempts: job.lost_attempts + 1,
    });
    await settlement.handBack(trx);
  });
}
