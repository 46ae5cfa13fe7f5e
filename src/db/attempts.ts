import { sql } from 'kysely';
import type { AttemptStage, Trx } from './schema.ts';

/** Closes a try that was left open by a worker that is gone. Says whether there was one. */
export async function closeLostAttempt(trx: Trx, jobId: string, at: Date): Promise<boolean> {
  const result = await trx
    .updateTable('attempt')
    .set({ state: 'lost', ended_at: at })
    .where('job_id', '=', jobId)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export async function insertAttempt(
  trx: Trx,
  attempt: { id: string; job_id: string; number: number; token: string },
): Promise<void> {
  await trx.insertInto('attempt').values(attempt).execute();
}

/** How long it took; `null` when the attempt was closed already: whoever closed it has decided, and nothing may follow. With a `stage`, also when it is no longer there. */
export async function closeAttempt(
  trx: Trx,
  attemptId: string,
  outcome: {
    state: 'failed' | 'lost';
    failure_code?: string;
    failure?: string;
    ended_at: Date;
  },
  stage?: AttemptStage,
): Promise<{ seconds: number } | null> {
  const result = await trx
    .updateTable('attempt')
    // Nobody needs to look at it again; a cancelled one is closed elsewhere.
    .set({ ...outcome, look_at: null })
    .where('id', '=', attemptId)
    .where('state', '=', 'open')
    .$if(stage !== undefined, (query) => query.where('stage', '=', stage!))
    .returning(sql<number>`extract(epoch from ended_at - started_at)::float8`.as('seconds'))
    .executeTakeFirst();
  return result ?? null;
}

/** The same for a try that brought a picture, and its job ends with it. */
export async function completeJob(
  trx: Trx,
  attemptId: string,
  at: Date,
): Promise<{ seconds: number } | null> {
  const result = await sql<{ seconds: number }>`
    with closed as (
      update attempt set state = 'succeeded', ended_at = ${at}, look_at = null
      where id = ${attemptId} and state = 'open'
      returning job_id, extract(epoch from ended_at - started_at)::float8 as seconds
    ), ended as (
      update job set state = 'succeeded', progress = 100, failure = null, ended_at = ${at}
      from closed where job.id = closed.job_id
    )
    select seconds from closed`.execute(trx);
  return result.rows[0] ?? null;
}

export async function isAttemptOpen(trx: Trx, attemptId: string): Promise<boolean> {
  const row = await trx.selectFrom('attempt').select('state').where('id', '=', attemptId).executeTakeFirst();
  return row?.state === 'open';
}
