import { sql } from 'kysely';
import type { Db, Trx } from './schema.ts';

/** Announces that a remote job waits, a slot is free, or an answer has come; payload: the provider. */
export const remoteChannel = 'redrabbit_remote';

export async function wakeRemote(db: Db | Trx, provider: string): Promise<void> {
  await sql`select pg_notify(${remoteChannel}, ${provider})`.execute(db);
}

export type WaitingPictures = {
  generator: string;
  model: string | null;
  /** Of the golden image of the one that is next, or that it is to be. */
  width: number;
  height: number;
  queued: number;
  running: number;
};

/** What a blueprint has ordered elsewhere and not got yet; of several providers, the one whose turn is next. */
export async function waitingPictures(db: Db, blueprintId: string): Promise<WaitingPictures | undefined> {
  // What they are of is looked up for the one that is next, not for the thousands behind it.
  const result = await sql<WaitingPictures>`
    with next as materialized (
      select id, generator, model, cell_id,
        (count(*) filter (where state = 'queued') over by_provider)::int as queued,
        (count(*) filter (where state = 'running') over by_provider)::int as running
      from job
      where blueprint_id = ${blueprintId} and state in ('queued', 'running') and generator <> 'renderer'
      window by_provider as (partition by generator)
      order by state, ordinal
      limit 1
    )
    select next.generator, next.model, coalesce(g.width, o.width) as width, coalesce(g.height, o.height) as height,
      next.queued, next.running
    from next
    left join cell c on c.id = next.cell_id
    left join golden_image g on g.id = c.golden_id
    left join golden_order o on o.job_id = next.id`.execute(db);
  return result.rows[0];
}

export type Stopping = { provider: string; pictures: number; micros: number };

/** What of a blueprint was cancelled after it had been sent, and may still be billed: by provider, with what is put aside for it. */
export async function beingStopped(db: Db, blueprintId: string): Promise<Stopping[]> {
  const result = await sql<Stopping>`
    select a.provider, count(*)::int as pictures, sum(a.estimate_micros)::float as micros
    from attempt a join job j on j.id = a.job_id
    where j.blueprint_id = ${blueprintId} and a.state = 'cancelled' and a.cancel in ('wanted', 'asked')
    group by a.provider order by a.provider`.execute(db);
  return result.rows;
}

/** The job waits longer each time it has failed, as the blueprint says, with a quarter of jitter either way. */
export async function delayRemoteJob(trx: Trx, jobId: string, now: Date): Promise<void> {
  await sql`
    update job j set run_after = ${now}::timestamptz + interval '1 second' * (0.75 + 0.5 * random()) * least(
      (b.settings->'retry'->>'maxDelaySeconds')::float,
      (b.settings->'retry'->>'delaySeconds')::float * 2 ^ least(j.failed_attempts, 30))
    from blueprint b where b.id = j.blueprint_id and j.id = ${jobId}`.execute(trx);
}

export async function reseedJob(trx: Trx, jobId: string, seed: number): Promise<void> {
  await trx.updateTable('job').set({ seed, reseeded: true }).where('id', '=', jobId).execute();
}

/** Why a job under way does not go on just now. False where it is not under way, or that was said before. */
export async function noteHindrance(trx: Trx, jobId: string, failure: string): Promise<boolean> {
  const result = await sql`
    update job set failure = ${failure}
    where id = ${jobId} and state = 'running' and failure is distinct from ${failure}`.execute(trx);
  return (result.numAffectedRows ?? 0n) > 0n;
}

export async function blueprintsWaitingFor(db: Db, provider: string): Promise<string[]> {
  const rows = await db
    .selectFrom('job')
    .select('blueprint_id')
    .distinct()
    .where('generator', '=', provider)
    .where('state', 'in', ['queued', 'running'])
    .execute();
  return rows.map((row) => row.blueprint_id);
}
