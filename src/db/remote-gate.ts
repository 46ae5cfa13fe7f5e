import { sql } from 'kysely';
import { heldStages, sentStages } from './attempt-stages.ts';
import type { Db, Trx } from './schema.ts';

/** Until the transaction ends, nobody else opens a try at this provider. */
export async function lockGate(trx: Trx, provider: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`gate ${provider}`}, 0))`.execute(trx);
}

export type GateState = {
  /** Tries under way, and those of them that have left. */
  held: number;
  sent: number;
  troubled: boolean;
  /** Trouble may be over: one try may find out. */
  mayProbe: boolean;
  paused: boolean;
  /** A job is due. */
  waiting: boolean;
};

export async function gateState(db: Db | Trx, provider: string, now: Date): Promise<GateState> {
  const result = await sql<GateState>`
    select
      (select count(*)::int from attempt
        where provider = ${provider} and state = 'open' and stage in ${heldStages}) as held,
      (select count(*)::int from attempt
        where provider = ${provider} and state = 'open' and stage in ${sentStages}) as sent,
      account.troubled_since is not null as troubled,
      coalesce(account.probe_at <= ${now}, false) as "mayProbe",
      coalesce(account.pause_until > ${now}, false) as paused,
      exists (select 1 from job where generator = ${provider} and state = 'queued' and run_after <= ${now}) as waiting
    from (select 1) one left join provider_account account on account.provider = ${provider}`.execute(db);
  return result.rows[0]!;
}

/**
 * Marks as many of the tries, in this order, as there are slots free: written down before the requests leave; from here on they
 * may have been bought. The caller holds the gate. `asked` is how many had a turn, `ours` those of them that still wait.
 */
export async function passGate(
  trx: Trx,
  provider: string,
  attemptIds: readonly string[],
  { slots, now, lookAt }: { slots: number; now: Date; lookAt: Date },
): Promise<{ asked: number; ours: string[] }> {
  const result = await sql<{ asked: number; ours: string[] }>`
    with sent as (
      select count(*) as under_way from attempt
      where provider = ${provider} and state = 'open' and stage in ${sentStages}
    ), turn as (
      select id from sent, unnest(${attemptIds}::uuid[]) with ordinality as asked(id, place)
      where place <= ${slots} - under_way and not exists (
        select 1 from provider_account where provider = ${provider} and pause_until > ${now})
    ), marked as (
      update attempt set stage = 'sending', sent_at = ${now}, look_at = ${lookAt}
      from turn where attempt.id = turn.id and attempt.state = 'open' and attempt.stage = 'claimed'
      returning attempt.id
    )
    select (select count(*)::int from turn) as asked, array(select id from marked) as ours`.execute(trx);
  return result.rows[0]!;
}

export type WaitingJob = {
  id: string;
  blueprint_id: string;
  project_id: string;
  model: string | null;
  width: number;
  height: number;
};

/**
 * The next jobs to be sent, fairly: the oldest that is due of the blueprint with the fewest under way comes
 * first, then that of the next. Projects that do not allow the provider, or have spent what they may, are
 * left out; what a picture will cost is for the caller to hold against the rest.
 */
export async function nextJobs(trx: Trx, provider: string, now: Date, limit: number): Promise<WaitingJob[]> {
  const result = await sql<WaitingJob>`
    with recursive blueprints as (
      (select blueprint_id as id from job where generator = ${provider} and state = 'queued'
        order by blueprint_id limit 1)
      union all
      -- From one blueprint to the next: the thousands of jobs in between are not read.
      select (select blueprint_id from job
        where generator = ${provider} and state = 'queued' and blueprint_id > blueprints.id
        order by blueprint_id limit 1)
      from blueprints where blueprints.id is not null
    ), busy as (
      select j.blueprint_id, count(*) as held
      from attempt a join job j on j.id = a.job_id
      where a.provider = ${provider} and a.state = 'open' and a.stage in ${heldStages}
      group by j.blueprint_id
    ), first as (
      -- Each blueprint's first job goes before its others: those whose first is not among the next have none there.
      select b.id, b.project_id, coalesce(busy.held, 0) as held
      from blueprints
      join blueprint b on b.id = blueprints.id
      join project p on p.id = b.project_id
      cross join lateral (
        select ordinal from job
        where generator = ${provider} and state = 'queued' and blueprint_id = b.id and run_after <= ${now}
        order by ordinal limit 1
      ) w
      left join busy on busy.blueprint_id = b.id
      where ${provider} = any(p.providers)
        and (p.cap_micros is null or p.spent_micros + p.reserved_micros < p.cap_micros)
      order by held, w.ordinal
      limit ${limit}
    ), waiting as (
      select w.*, first.project_id, first.held,
        row_number() over (partition by w.blueprint_id order by w.ordinal) as place
      from first, lateral (
        select id, blueprint_id, model, ordinal, cell_id from job
        where generator = ${provider} and state = 'queued' and blueprint_id = first.id and run_after <= ${now}
        order by ordinal limit ${limit}
      ) w
    )
    select w.id, w.blueprint_id, w.project_id, w.model,
      coalesce(g.width, o.width) as width, coalesce(g.height, o.height) as height
    from waiting w
    left join cell c on c.id = w.cell_id
    left join golden_image g on g.id = c.golden_id
    left join golden_order o on o.job_id = w.id
    order by w.held + w.place, w.ordinal
    limit ${limit}`.execute(trx);
  return result.rows;
}

/**
 * Opens a try of a job that waits, and puts its price aside; `null` when the job does not wait any more, or the price
 * would pass the project's cap. The caller holds the blueprint.
 */
export async function openRemoteAttempt(
  trx: Trx,
  attempt: {
    id: string;
    token: string;
    provider: string;
    model: string;
    estimate_micros: number;
    look_at: Date;
  },
  { id: jobId, project_id: projectId }: Pick<WaitingJob, 'id' | 'project_id'>,
): Promise<{ cell_id: string | null; failed_attempts: number; lost_attempts: number } | null> {
  const { estimate_micros: micros } = attempt;
  const result = await sql<{ cell_id: string | null; failed_attempts: number; lost_attempts: number }>`
    with waiting as (
      select id from job where id = ${jobId} and state = 'queued' for update
    ), reserved as (
      update project set reserved_micros = reserved_micros + ${micros}::bigint
      where id = ${projectId} and exists (select 1 from waiting)
        and (cap_micros is null or spent_micros + reserved_micros + ${micros}::bigint <= cap_micros)
      returning id
    ), taken as (
      update job set state = 'running', progress = 0, failure = null
      from reserved where job.id = ${jobId}
      returning job.id, job.cell_id, job.failed_attempts, job.lost_attempts
    ), opened as (
      insert into attempt (id, job_id, number, token, provider, stage, model, estimate_micros, look_at)
      select ${attempt.id}, taken.id, (select coalesce(max(number), 0) + 1 from attempt where job_id = ${jobId}),
        ${attempt.token}, ${attempt.provider}, 'claimed', ${attempt.model}, ${micros}, ${attempt.look_at}
      from taken
    )
    select cell_id, failed_attempts, lost_attempts from taken`.execute(trx);
  return result.rows[0] ?? null;
}
