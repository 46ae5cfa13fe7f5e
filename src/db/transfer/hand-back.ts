import type { BlueprintSettings } from '#core/blueprint/settings.ts';
import { sql } from 'kysely';
import type { Db, Trx } from '../schema.ts';

/**
 * What a worker of the source was about to draw waits again. Orders at a provider go on as they are: whoever works on
 * the target looks after them. Says how many jobs.
 */
export async function handBackJobs(trx: Trx): Promise<number> {
  const result = await sql`
    with lost as (
      update attempt set state = 'lost', ended_at = now(), look_at = null
      where state = 'open' and provider is null returning job_id
    )
    update job set state = 'queued', progress = 0, failure = null,
      lost_attempts = lost_attempts + (select count(*)::int from lost where lost.job_id = job.id)
    where state = 'running' and generator = 'renderer'`.execute(trx);
  return Number(result.numAffectedRows ?? 0n);
}

export type WaitingJob = { id: string; retry: BlueprintSettings['retry'] };

/** Jobs for the job engine, by id, after the given one. */
export async function waitingJobs(db: Db, after: string | null, limit: number): Promise<WaitingJob[]> {
  const { rows } = await sql<WaitingJob>`
    select j.id, b.settings->'retry' as retry from job j join blueprint b on b.id = j.blueprint_id
    where j.state = 'queued' and j.generator = 'renderer' and ${after === null ? sql`true` : sql`j.id > ${after}::uuid`}
    order by j.id limit ${limit}`.execute(db);
  return rows;
}

/** Orders at a provider that are under way. */
export async function countOrders(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from job where state = 'running' and generator <> 'renderer'`.execute(db);
  return rows[0]?.count ?? 0;
}
