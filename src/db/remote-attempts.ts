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
};

export async function gateState(trx: Trx, provider: string, now: Date): Promise<GateState> {
  const result = await sql<GateState>`
    select
      (select count(*)::int from attempt
        where provider = ${provider} and state = 'open' and stage in ${holding}) as held,
      (select count(*)::int from attempt
        where provider = ${provider} and state = 'open' and stage in ('sending', 'submitted', 'unknown')) as sent,
      account.troubled_since is not null as troubled,
      coalesce(account.probe_at <= ${now}, false) as "mayProbe",
      coalesce(account.pause_until > ${now}, false) as paused
    from (select 1) one left join provider_account account on account.provider = ${provider}`.execute(trx);
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
    with waiting as (
      select j.id, j.blueprint_id, j.model, j.ordinal, j.cell_id,
        row_number() over (partition by j.blueprint_id order by j.ordinal) as place
      from job j
      where j.generator = ${provider} and j.state = 'queued' and j.run_after <= ${now}
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
    where w.place <= ${limit}
      and ${provider} = any(p.providers)
      and (p.cap_micros is null or p.spent_micros + p.reserved_micros < p.cap_micros)
    order by coalesce(busy.held, 0) + w.place, w.ordinal
    limit ${limit}`.execute(trx);
  return result.rows;
}

/** Puts money aside; false when that would pass the project's cap. Locks the project's row. */
export async function reserve(trx: Trx, projectId: string, micros: number): Promise<boolean> {
  const result = await sql`
    update project set reserved_micros = reserved_micros + ${micros}
    where id = ${projectId}
      and (cap_micros is null or spent_micros + reserved_micros + ${micros} <= cap_micros)`.execute(trx);
  return (result.numAffectedRows ?? 0n) > 0n;
}

export async function insertRemoteAttempt(
  trx: Trx,
  attempt: {
    id: string;
    job_id: string;
    token: string;
    provider: string;
    model: string;
    estimate_micros: number;
    look_at: Date;
  },
): Promise<void> {
  await sql`
    insert into attempt (id, job_id, number, token, provider, stage, model, estimate_micros, look_at)
    select ${attempt.id}, ${attempt.job_id}, coalesce(max(number), 0) + 1, ${attempt.token}, ${attempt.provider},
      'claimed', ${attempt.model}, ${attempt.estimate_micros}, ${attempt.look_at}
    from attempt where job_id = ${attempt.job_id}`.execute(trx);
}

/**
 * `sending` is written down before the request leaves; `claimed` again says only that somebody still waits
 * to send it. False when the try is no longer ours.
 */
export async function markSending(
  trx: Trx,
  attemptId: string,
  change: { stage: 'claimed' | 'sending'; now: Date; lookAt: Date },
): Promise<boolean> {
  const result = await trx
    .updateTable('attempt')
    .set({
      stage: change.stage,
      look_at: change.lookAt,
      ...(change.stage === 'sending' && { sent_at: change.now }),
    })
    .where('id', '=', attemptId)
    .where('state', '=', 'open')
    .where('stage', '=', 'claimed')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
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

/** The answer's own text, kept as it came: numbers in it may be too long to be read. */
export async function noteAnswer(db: Db, attemptId: string, body: string): Promise<void> {
  await sql`
    update attempt set answer = ${body.slice(0, 100_000)},
      stage = case when state = 'open' then 'answered' else stage end
    where id = ${attemptId}`.execute(db);
}

export async function endLooking(db: Db | Trx, attemptId: string): Promise<void> {
  await db.updateTable('attempt').set({ look_at: null }).where('id', '=', attemptId).execute();
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
