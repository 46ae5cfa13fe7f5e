import { sql } from 'kysely';
import type { AttemptStage, Db, Trx } from './schema.ts';

/** Announces that a remote job waits, a slot is free, or an answer has come; payload: the provider. */
export const remoteChannel = 'redrabbit_remote';

/** The stages that hold a slot of the account. */
const holding = sql`('claimed', 'sending', 'submitted', 'unknown')`;

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
        where provider = ${provider} and state = 'open' and stage in ${holding}) as held,
      (select count(*)::int from attempt
        where provider = ${provider} and state = 'open' and stage in ('sending', 'submitted', 'unknown')) as sent,
      account.troubled_since is not null as troubled,
      coalesce(account.probe_at <= ${now}, false) as "mayProbe",
      coalesce(account.pause_until > ${now}, false) as paused,
      exists (select 1 from job where generator = ${provider} and state = 'queued' and run_after <= ${now}) as waiting
    from (select 1) one left join provider_account account on account.provider = ${provider}`.execute(db);
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
    ), waiting as (
      select w.*, row_number() over (partition by w.blueprint_id order by w.ordinal) as place
      from blueprints, lateral (
        select id, blueprint_id, model, ordinal, cell_id from job
        where generator = ${provider} and state = 'queued' and blueprint_id = blueprints.id and run_after <= ${now}
        order by ordinal limit ${limit}
      ) w
    ), busy as (
      select j.blueprint_id, count(*) as held
      from attempt a join job j on j.id = a.job_id
      where a.provider = ${provider} and a.state = 'open' and a.stage in ${holding}
      group by j.blueprint_id
    )
    select w.id, w.blueprint_id, p.id as project_id, w.model, g.width, g.height
    from waiting w
    join blueprint b on b.id = w.blueprint_id
    join project p on p.id = b.project_id
    join cell c on c.id = w.cell_id
    join golden_image g on g.id = c.golden_id
    left join busy on busy.blueprint_id = w.blueprint_id
    where ${provider} = any(p.providers)
      and (p.cap_micros is null or p.spent_micros + p.reserved_micros < p.cap_micros)
    order by coalesce(busy.held, 0) + w.place, w.ordinal
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
): Promise<{ cell_id: string; failed_attempts: number; lost_attempts: number } | null> {
  const { estimate_micros: micros } = attempt;
  const result = await sql<{ cell_id: string; failed_attempts: number; lost_attempts: number }>`
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

/** Written down before the requests leave; from here on they may have been bought. Returns those that are still ours. */
export async function markSending(
  trx: Trx,
  attemptIds: readonly string[],
  { now, lookAt }: { now: Date; lookAt: Date },
): Promise<string[]> {
  const result = await sql<{ id: string }>`
    update attempt set stage = 'sending', sent_at = ${now}, look_at = ${lookAt}
    where id = any(${attemptIds}::uuid[]) and state = 'open' and stage = 'claimed' returning id`.execute(trx);
  return result.rows.map(({ id }) => id);
}

/** Somebody still waits to send these. Returns those that are still ours. */
export async function keepClaims(db: Db, attemptIds: readonly string[], lookAt: Date): Promise<string[]> {
  const result = await sql<{ id: string }>`
    update attempt set look_at = ${lookAt}
    where id = any(${attemptIds}::uuid[]) and state = 'open' and stage = 'claimed' returning id`.execute(db);
  return result.rows.map(({ id }) => id);
}

/**
 * The provider has accepted it. Its answer may have been faster than this one, and a user may have
 * cancelled meanwhile: then only the request's id is noted, so that it can be stopped.
 */
export async function markSubmitted(
  db: Db,
  attemptId: string,
  change: { requestId: string; lookAt: Date; giveUpAt: Date; now: Date },
): Promise<void> {
  await sql`
    update attempt set
      request_id = ${change.requestId},
      stage = case when state = 'open' and stage in ('sending', 'unknown') then 'submitted' else stage end,
      give_up_at = ${change.giveUpAt},
      cancel = case when state = 'cancelled' then 'wanted' else cancel end,
      look_at = case
        when state = 'cancelled' then ${change.now}
        when state = 'open' and stage in ('sending', 'unknown') then ${change.lookAt}
        else look_at end
    where id = ${attemptId}`.execute(db);
}

/** The request of a try whose answer was lost, as somebody says; false when it is another try's, or this one has its own. */
export async function adoptRequest(db: Db, attemptId: string, requestId: string): Promise<boolean> {
  const result = await sql`
    update attempt a set request_id = ${requestId},
      stage = case when state = 'open' and stage in ('sending', 'unknown') then 'submitted' else stage end,
      cancel = case when state = 'cancelled' then 'wanted' else cancel end
    where id = ${attemptId} and request_id is null and stage in ('sending', 'unknown')
      and not exists (
        select 1 from attempt other where other.provider = a.provider and other.request_id = ${requestId}
      )`.execute(db);
  return (result.numAffectedRows ?? 0n) > 0n;
}

/**
 * Nobody took messages until now: what would have been given up for want of one before `until` is waited for until then.
 * Of what was sent before `since` no message comes any more.
 */
export async function waitLongerForMessages(
  db: Db,
  { providers, since, until }: { providers: readonly string[]; since: Date; until: Date },
): Promise<void> {
  await sql`
    update attempt set look_at = greatest(look_at, ${until}), give_up_at = greatest(give_up_at, ${until})
    where state = 'open' and stage = 'unknown' and provider = any(${providers}::text[]) and sent_at > ${since}`.execute(
    db,
  );
}

export async function changeStage(
  db: Db,
  attemptId: string,
  from: readonly AttemptStage[],
  change: { stage?: AttemptStage; look_at?: Date | null; give_up_at?: Date },
): Promise<boolean> {
  const result = await db
    .updateTable('attempt')
    .set(change)
    .where('id', '=', attemptId)
    .where('state', '=', 'open')
    .where('stage', 'in', from)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export type WaitingPictures = {
  generator: string;
  model: string | null;
  /** Of the golden image of the one that is next. */
  width: number;
  height: number;
  queued: number;
  running: number;
};

/** What a blueprint has ordered elsewhere and not got yet; of several providers, the one whose turn is next. */
export async function waitingPictures(db: Db, blueprintId: string): Promise<WaitingPictures | undefined> {
  const result = await sql<WaitingPictures>`
    select j.generator, j.model, g.width, g.height,
      (count(*) filter (where j.state = 'queued') over by_provider)::int as queued,
      (count(*) filter (where j.state = 'running') over by_provider)::int as running
    from job j
    join cell c on c.id = j.cell_id
    join golden_image g on g.id = c.golden_id
    where j.blueprint_id = ${blueprintId} and j.state in ('queued', 'running') and j.generator <> 'renderer'
    window by_provider as (partition by j.generator)
    order by j.state, j.ordinal
    limit 1`.execute(db);
  return result.rows[0];
}

/** Everything that is needed to go on with a try, whoever began it. */
export type RemoteAttempt = {
  id: string;
  job_id: string;
  blueprint_id: string;
  cell_id: string;
  token: string;
  provider: string;
  stage: AttemptStage;
  state: 'open' | 'succeeded' | 'failed' | 'lost' | 'cancelled';
  model: string;
  request_id: string | null;
  sent_at: Date | null;
  give_up_at: Date | null;
  looks: number;
  cancel: 'wanted' | 'stopped' | 'too_late' | null;
  estimate_micros: string;
  charged_micros: string | null;
};

const columns = sql`a.id, a.job_id, j.blueprint_id, j.cell_id, a.token, a.provider, a.stage, a.state, a.model,
  a.request_id, a.sent_at, a.give_up_at, a.looks, a.cancel, a.estimate_micros, a.charged_micros`;

/** Takes tries that are due; nobody else gets them before `until`. */
export async function takeDueAttempts(
  db: Db,
  now: Date,
  until: Date,
  limit: number,
): Promise<RemoteAttempt[]> {
  const result = await sql<RemoteAttempt>`
    with due as (
      select id from attempt where look_at <= ${now} order by look_at limit ${limit} for update skip locked
    )
    update attempt a set look_at = ${until}, looks = a.looks + 1
    from due, job j
    where a.id = due.id and j.id = a.job_id
    returning ${columns}`.execute(db);
  return result.rows;
}

export async function findRemoteAttempt(db: Db, attemptId: string): Promise<RemoteAttempt | undefined> {
  const result = await sql<RemoteAttempt>`
    select ${columns} from attempt a join job j on j.id = a.job_id where a.id = ${attemptId}`.execute(db);
  return result.rows[0];
}

/**
 * Closes the books on a try, once: what was put aside is free again, and what was spent is written down.
 * Whether the try itself is open or closed is of no matter.
 */
export async function settleMoney(
  trx: Trx,
  attemptId: string,
  bill: { micros: number; units: number | null; isEstimate: boolean },
): Promise<void> {
  await sql`
    with settled as (
      update attempt set charged_micros = ${bill.micros}, units = ${bill.units}
      where id = ${attemptId} and charged_micros is null
      returning id, job_id, provider, model, estimate_micros
    ), paid as (
      update project p set
        reserved_micros = greatest(0, p.reserved_micros - s.estimate_micros),
        spent_micros = p.spent_micros + ${bill.micros}
      from settled s, job j, blueprint b
      where j.id = s.job_id and b.id = j.blueprint_id and p.id = b.project_id
      returning p.id as project_id, j.blueprint_id, s.id as attempt_id, s.job_id, s.provider, s.model
    )
    insert into spending (project_id, blueprint_id, job_id, attempt_id, provider, model, units, micros, is_estimate)
    select project_id, blueprint_id, job_id, attempt_id, provider, model, ${bill.units}, ${bill.micros}, ${bill.isEstimate}
    from paid where ${bill.micros} > 0`.execute(trx);
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

/** Median milliseconds from sending to the end, of a model's last successes; `null` before the first. */
export async function usualDuration(db: Db, provider: string, model: string): Promise<number | null> {
  const result = await sql<{ ms: number | null }>`
    select percentile_cont(0.5) within group (order by extract(epoch from ended_at - sent_at) * 1000)::float as ms
    from (
      select ended_at, sent_at from attempt
      where provider = ${provider} and model = ${model} and state = 'succeeded' and sent_at is not null
      order by ended_at desc limit 20
    ) latest`.execute(db);
  return result.rows[0]?.ms ?? null;
}

export async function wakeRemote(db: Db | Trx, provider: string): Promise<void> {
  await sql`select pg_notify(${remoteChannel}, ${provider})`.execute(db);
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

/**
 * The answer's own text, kept as it came: numbers in it may be too long to be read. Where no message had said so, its slot
 * is free from now on.
 */
export async function noteAnswer(db: Db, attemptId: string, body: string): Promise<void> {
  await sql`
    with freed as (
      select id, provider from attempt where id = ${attemptId} and state = 'open' and stage <> 'answered'
    ), noted as (
      update attempt set answer = ${body.slice(0, 100_000)},
        stage = case when state = 'open' then 'answered' else stage end
      where id = ${attemptId}
    )
    select pg_notify(${remoteChannel}, provider) from freed`.execute(db);
}

export async function endLooking(db: Db | Trx, attemptId: string): Promise<void> {
  await db.updateTable('attempt').set({ look_at: null }).where('id', '=', attemptId).execute();
}

/** Of a try that is closed and not paid for; not of one whose request has become known meanwhile. */
export async function lookAgainAt(db: Db, attemptId: string, at: Date): Promise<void> {
  await db
    .updateTable('attempt')
    .set({ look_at: at })
    .where('id', '=', attemptId)
    .where('charged_micros', 'is', null)
    .where('request_id', 'is', null)
    .execute();
}

export async function noteCancel(
  trx: Trx,
  attemptId: string,
  outcome: 'stopped' | 'too_late',
): Promise<void> {
  await trx
    .updateTable('attempt')
    .set({ cancel: outcome, look_at: null })
    .where('id', '=', attemptId)
    .execute();
}

/** Requests of an account that are under way. */
export async function countHeld(db: Db, provider: string): Promise<number> {
  const result = await sql<{ held: number }>`
    select count(*)::int as held from attempt
    where provider = ${provider} and state = 'open' and stage in ('sending', 'submitted', 'unknown')`.execute(
    db,
  );
  return result.rows[0]?.held ?? 0;
}

/** Before a blueprint goes: what was sent for it counts as bought, since nobody will hear the answer. */
export async function settleAll(trx: Trx, blueprintId: string): Promise<void> {
  const result = await sql<{ id: string; micros: string }>`
    select a.id, case when a.stage = 'claimed' then 0 else a.estimate_micros end as micros
    from attempt a join job j on j.id = a.job_id
    where j.blueprint_id = ${blueprintId} and a.provider is not null and a.charged_micros is null`.execute(
    trx,
  );
  for (const { id, micros } of result.rows) {
    await settleMoney(trx, id, { micros: Number(micros), units: null, isEstimate: true });
  }
}
