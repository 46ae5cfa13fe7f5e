import { closeAttempt, isAttemptOpen } from '#db/attempts.ts';
import { appendEvent } from '#db/events.ts';
import { type LockedJob, updateJob } from '#db/jobs.ts';
import type { Trx } from '#db/schema.ts';
import type { AttemptStage } from '#db/schema/job-tables.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Context, Settlement } from '#context.ts';
import { actor, type Attempt, holdJob } from './attempt.ts';

/**
 * Closes a try that brought no picture: the job waits for its next one, or fails for good. An attempt that was
 * closed already decides nothing any more. With a `stage`, only while the try is still there: a message may come for what was
 * given up as lost.
 */
export async function failAttempt(
  context: Context,
  attempt: Attempt,
  failure: { retryable: boolean; code: string; message: string; stage?: AttemptStage },
  settlement: Settlement,
): Promise<void> {
  await inTransaction(context.db, async (trx) => {
    const held = await holdJob(trx, attempt);
    if (held === null) return;
    const { job } = held;
    const outcome = {
      state: 'failed' as const,
      failure_code: failure.code,
      failure: failure.message,
      ended_at: context.now(),
    };
    const closed = await closeAttempt(trx, attempt.id, outcome, failure.stage);
    if (closed === null) {
      const goesOn = failure.stage !== undefined && (await isAttemptOpen(trx, attempt.id));
      return goesOn ? undefined : settlement.tooLate?.(trx);
    }
    const { generator } = attempt.work;
    context.metrics.attemptEnded({ generator, outcome: 'failed', code: failure.code, ...closed });
    const failedAttempts = job.failed_attempts + 1;
    const { limit } = held.settings.retry;
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

/** The job's end, when no try brought a picture. In the caller's transaction, which holds the job. */
export async function endAsFailed(
  context: Context,
  trx: Trx,
  job: LockedJob,
  failure: string,
): Promise<void> {
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
