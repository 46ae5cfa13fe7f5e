import { closeAttempt, isAttemptOpen } from '#db/attempts.ts';
import { appendEvent } from '#db/events.ts';
import { updateJob } from '#db/jobs.ts';
import { wakeRemote } from '#db/remote-jobs.ts';
import type { AttemptStage } from '#db/schema/job-tables.ts';
import { settleMoney } from '#db/spending.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Context } from '#context.ts';
import { actor, type Attempt, holdJob } from '../generation/attempt.ts';
import { endAsFailed } from '../generation/fail-attempt.ts';
import { free } from './remote-settlement.ts';

/** Programs that died before they sent a try; more than this, and it is the try that kills them. */
const lostAllowed = 20;

/**
 * Closes a try that surely cost nothing and says nothing about the job: the account is in trouble, the
 * provider asked to slow down, or the program ended before it was sent. The job waits as before.
 *
 * With a `stage`, only while the try is still there: whoever was believed to be dead may send it at this moment.
 */
export async function giveBack(
  context: Context,
  attempt: Attempt,
  reason: { code: string; message: string; lost?: boolean; stage?: AttemptStage },
): Promise<void> {
  await inTransaction(context.db, async (trx) => {
    const job = (await holdJob(trx, attempt))?.job;
    if (job === undefined) return;
    const outcome = {
      state: reason.lost ? ('lost' as const) : ('failed' as const),
      failure_code: reason.code,
      failure: reason.message,
      ended_at: context.now(),
    };
    const closed = await closeAttempt(trx, attempt.id, outcome, reason.stage);
    if (!closed && (await isAttemptOpen(trx, attempt.id))) return;
    await settleMoney(trx, [{ attemptId: attempt.id, ...free }]);
    if (!closed) return;
    const lost = job.lost_attempts + (reason.lost ? 1 : 0);
    if (lost >= lostAllowed) {
      const sentence = `The program was stopped ${lost} times before it could send this picture’s request, so it was given up. Generate it again, or change its prompt.`;
      return endAsFailed(context, trx, { ...job, lost_attempts: lost }, sentence);
    }
    await updateJob(trx, job.id, { state: 'queued', progress: 0, failure: null, lost_attempts: lost });
    await appendEvent(trx, {
      blueprintId: job.blueprint_id,
      type: 'job_waiting',
      actor,
      payload: { jobId: job.id, cellId: job.cell_id, code: reason.code, reason: reason.message },
    });
    await wakeRemote(trx, attempt.work.generator);
  });
}
