import type { GenerationOutcome } from '#adapters/generator/port.ts';
import { AppError } from '#core/app-error.ts';
import { closeAttempt } from '#db/attempts.ts';
import { type CellWork, updateJob } from '#db/jobs.ts';
import type { Trx } from '#db/schema.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Context, Deliveries, Delivery, Settlement } from '#context.ts';
import { type Attempt, holdJob } from './generation/attempt.ts';
import { failAttempt } from './generation/fail-attempt.ts';
import type { PictureTurns } from './generation/picture-turns.ts';
import { progressReporter } from './generation/report-progress.ts';
import { requestOf } from './generation/request-of.ts';
import { storePicture } from './generation/store-picture.ts';

/**
 * One try of one job, from the queue to the candidate. Safe to deliver twice, late, or after a kill:
 * the attempt is opened and closed under the blueprint's lock, and whoever finds it closed changes
 * nothing (invariant 1). The engine only delivers; if it has given the job to another worker by now,
 * that worker finds the job ended. `turns`: what begins or ends together with others shares a transaction.
 */
export async function runGeneration(
  context: Context,
  { turns, deliveries }: { turns: PictureTurns; deliveries: Deliveries },
  delivery: Delivery,
  signal: AbortSignal,
): Promise<void> {
  const attempt = await turns.begin(delivery);
  if (attempt === null) return;
  const settlement: Settlement = {
    complete: (trx) => deliveries.complete(trx, [delivery]),
    retryLater: (trx) => deliveries.retryLater(trx, delivery),
  };
  const outcome = await generate(context, attempt, signal);
  if (outcome.kind === 'finished') {
    const { result } = outcome;
    const stored = await storePicture(context, result);
    if ('unstored' in stored) return failAttempt(context, attempt, stored.unstored, settlement);
    return turns.finish(delivery, { attempt, result, stored, origin: 'renderer' });
  }
  if (outcome.kind === 'submitted') throw new Error('no generator of this version answers later');
  if (signal.aborted) return handBack(context, attempt, (trx) => deliveries.handBack(trx, delivery));
  return failAttempt(context, attempt, outcome, settlement);
}

/** Runs the generator; whatever it throws is a failure that may be tried again. */
async function generate(
  context: Context,
  attempt: Attempt<CellWork>,
  signal: AbortSignal,
): Promise<GenerationOutcome> {
  const { jobId } = attempt;
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
async function handBack(
  context: Context,
  attempt: Attempt,
  handBackDelivery: (trx: Trx) => Promise<void>,
): Promise<void> {
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
    await handBackDelivery(trx);
  });
}
