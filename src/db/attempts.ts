import { sql } from 'kysely';
import type { Trx } from './schema.ts';
import type { AttemptStage } from './schema/job-tables.ts';

/** Closes tries that were left open by a worker that is gone. */
export async function closeLostAttempts(trx: Trx, jobIds: string[], at: Date): Promise<void> {
  await sql`update attempt set state = 'lost', ended_at = ${at}
    where job_id = any(${jobIds}::uuid[]) and state = 'open'`.execute(trx);
}

/** Opens a try of each job, which runs from now on. `lost`: how many of its tries were lost so far. */
export async function openAttempts(
  trx: Trx,
  attempts: { id: string; jobId: string; number: number; token: string; lost: number }[],
): Promise<void> {
  await sql`
    with wanted as materialized (
      select * from json_to_recordset(${JSON.stringify(attempts)}::json)
        as wanted (id uuid, "jobId" uuid, number int, token text, lost int)
    ), opened as (
      insert into attempt (id, job_id, number, token) select id, "jobId", number, token from wanted
    )
    update job set state = 'running', progress = 0, failure = null, lost_attempts = wanted.lost
    from wanted where job.id = wanted."jobId"`.execute(trx);
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

/**
 * The same for tries that brought a picture, and their jobs end with them: how long each took, in seconds. Tries that were
 * closed already are left out.
 */
export async function completeJobs(
  trx: Trx,
  attemptIds: string[],
  at: Date,
): Promise<Map<string, { seconds: number }>> {
  const { rows } = await sql<{ id: string; seconds: number }>`
    with closed as (
      update attempt set state = 'succeeded', ended_at = ${at}, look_at = null
      where id = any(${attemptIds}::uuid[]) and state = 'open'
      returning id, job_id, extract(epoch from ended_at - started_at)::float8 as seconds
    ), ended as (
      update job set state = 'succeeded', progress = 100, failure = null, ended_at = ${at}
      from closed where job.id = closed.job_id
    )
    select id, seconds from closed`.execute(trx);
  return new Map(rows.map(({ id, seconds }) => [id, { seconds }]));
}

export async function isAttemptOpen(trx: Trx, attemptId: string): Promise<boolean> {
  const row = await trx.selectFrom('attempt').select('state').where('id', '=', attemptId).executeTakeFirst();
  return row?.state === 'open';
}
