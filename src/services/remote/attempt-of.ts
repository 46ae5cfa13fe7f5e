import { jobWork } from '#db/jobs.ts';
import type { RemoteAttempt } from '#db/remote-attempts.ts';
import type { Context } from '#context.ts';
import type { Attempt } from '../generation/attempt.ts';

/** A try as whoever goes on with it needs it; `null` when its blueprint is gone. */
export async function attemptOf(
  context: Context,
  { id, job_id: jobId, token }: Pick<RemoteAttempt, 'id' | 'job_id' | 'token'>,
): Promise<Attempt | null> {
  const work = await jobWork(context.db, jobId);
  return work === undefined ? null : ({ id, jobId, token, work } as Attempt);
}
