import { randomBytes, randomUUID } from 'node:crypto';
import { closeLostAttempts, openAttempts } from '#db/attempts.ts';
import { appendEvents } from '#db/events.ts';
import { type CellWork, lockJobs } from '#db/jobs.ts';
import type { Trx } from '#db/schema.ts';
import type { Context } from '#context.ts';
import { actor, type Attempt, isOpen } from './attempt.ts';
import { endAsFailed } from './fail-attempt.ts';

/** A picture that takes the program down with it this often is given up, lest it does so for ever. */
const lostAttemptsAllowed = 20;

/**
 * Opens a try of each job, in the caller's transaction, which holds their blueprints; `null` for those that have ended, and
 * of which there is nothing to do.
 */
export async function beginAttempts(
  context: Context,
  trx: Trx,
  wanted: readonly { jobId: string; work: CellWork }[],
): Promise<(Attempt<CellWork> | null)[]> {
  const jobs = await lockJobs(
    trx,
    wanted.map(({ jobId }) => jobId),
  );
  const open = [...jobs.values()].filter(isOpen);
  const abandoned = open.filter((job) => job.isUnderWay).map(({ id }) => id);
  if (abandoned.length > 0) await closeLostAttempts(trx, abandoned, context.now());
  const tried = open.map((job) => ({ ...job, lost_attempts: job.lost_attempts + (job.isUnderWay ? 1 : 0) }));
  for (const job of tried.filter((each) => each.lost_attempts >= lostAttemptsAllowed)) {
    const message = `The program was stopped ${job.lost_attempts} times while it made this picture, so it was given up. Generate it again, or change its prompt.`;
    await endAsFailed(context, trx, job, message);
  }
  const begun = tried
    .filter((job) => job.lost_attempts < lostAttemptsAllowed)
    .map((job) => ({
      job,
      attempt: {
        id: randomUUID(),
        jobId: job.id,
        token: randomBytes(24).toString('base64url'),
        number: job.failed_attempts + job.lost_attempts + 1,
        lost: job.lost_attempts,
      },
    }));
  if (begun.length > 0) {
    await openAttempts(
      trx,
      begun.map(({ attempt }) => attempt),
    );
  }
  await appendEvents(
    trx,
    begun.map(({ job, attempt: { number } }) => ({
      blueprintId: job.blueprint_id,
      type: 'job_started',
      actor,
      payload: { jobId: job.id, cellId: job.cell_id, attempt: number },
    })),
  );
  const byJob = new Map(begun.map(({ attempt }) => [attempt.jobId, attempt]));
  return wanted.map(({ jobId, work }) => {
    const attempt = byJob.get(jobId);
    return attempt === undefined ? null : { id: attempt.id, token: attempt.token, jobId, work };
  });
}
