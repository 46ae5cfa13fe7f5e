import { sql } from 'kysely';
import { heldStages, sentStages } from './attempt-stages.ts';
import type { Db, Trx } from './schema.ts';

/**
 * Until the transaction ends, nobody else opens a try at this provider (`claim`), or lets one leave (`gate`). Two locks: whoever
 * opens tries may wait for a blueprint, and a slot must not stand empty meanwhile.
 */
export async function lockProvider(trx: Trx, what: 'claim' | 'gate', provider: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${what} ${provider}`}, 0))`.execute(trx);
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
 * Marks as many of the tries, in this order, as there are places free: written down before the requests leave; from here on they
 * may have been bought. The caller holds the gate. `asked` is how many had a turn, `ours` those of them that still wait.
 */
export async function passGate(
  trx: Trx,
  provider: string,
  attemptIds: readonly string[],
  { places, now, lookAt }: { places: number; now: Date; lookAt: Date },
): Promise<{ asked: number; ours: string[] }> {
  const result = await sql<{ asked: number; ours: string[] }>`
    with sent as (
      select count(*) as under_way from attempt
      where provider = ${provider} and state = 'open' and stage in ${sentStages}
    ), turn as (
      select id from sent, unnest(${attemptIds}::uuid[]) with ordinality as asked(id, place)
      where place <= ${places} - under_way and not exists (
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

/** Locks projects, always in the same order, and says how much each may still spend, in micro-dollars. */
export async function lockProjects(trx: Trx, projectIds: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; left: number }>`
    select id, coalesce((cap_micros - spent_micros - reserved_micros)::float8, 'infinity') as left
    from project where id = any(${[...new Set(projectIds)]}::uuid[]) order by id for no key update`.execute(
    trx,
  );
  return new Map(rows.map(({ id, left }) => [id, left]));
}

export type NewRemoteAttempt = {
  id: string;
  jobId: string;
  projectId: string;
  token: string;
  model: string;
  /** Price, in micro-dollars. */
  micros: number;
};

/**
 * Opens a try of each job that still waits, and puts its price aside. Returns which jobs those are, and how often each has failed
 * or was lost. The caller holds their blueprints, and their projects, which can pay for all of them.
 */
export async function openRemoteAttempts(
  trx: Trx,
  { provider, lookAt }: { provider: string; lookAt: Date },
  attempts: readonly NewRemoteAttempt[],
): Promise<Map<string, { cell_id: string | null; failed_attempts: number; lost_attempts: number }>> {
  const { rows } = await sql<{
    id: string;
    cell_id: string | null;
    failed_attempts: number;
    lost_attempts: number;
  }>`
    with wanted as materialized (
      select * from json_to_recordset(${JSON.stringify(attempts)}::json)
        as wanted (id uuid, "jobId" uuid, "projectId" uuid, token text, model text, micros bigint)
    ), waiting as materialized (
      select id from job where id in (select "jobId" from wanted) and state = 'queued' order by id for update
    ), taken as (
      update job set state = 'running', progress = 0, failure = null
      from waiting where job.id = waiting.id
      returning job.id, job.cell_id, job.failed_attempts, job.lost_attempts
    ), reserved as (
      update project p set reserved_micros = p.reserved_micros + price.micros
      from (
        select "projectId" as id, sum(micros)::bigint as micros from wanted join waiting on waiting.id = "jobId" group by 1
      ) price
      where p.id = price.id
    ), opened as (
      insert into attempt (id, job_id, number, token, provider, stage, model, estimate_micros, look_at)
      select w.id, w."jobId", (select coalesce(max(number), 0) + 1 from attempt where job_id = w."jobId"),
        w.token, ${provider}, 'claimed', w.model, w.micros, ${lookAt}
      from wanted w join waiting on waiting.id = w."jobId"
    )
    select id, cell_id, failed_attempts, lost_attempts from taken`.execute(trx);
  return new Map(rows.map(({ id, ...job }) => [id, job]));
}
