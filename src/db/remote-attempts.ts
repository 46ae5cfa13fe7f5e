import { type RawBuilder, sql } from 'kysely';
import { unheardStages } from './attempt-stages.ts';
import { remoteChannel } from './remote-jobs.ts';
import type { Db, Trx } from './schema.ts';
import type { AttemptStage } from './schema/job-tables.ts';
import { watched } from './watched-blueprints.ts';

/** Everything that is needed to go on with a try, whoever began it. */
export type RemoteAttempt = {
  id: string;
  job_id: string;
  blueprint_id: string;
  cell_id: string | null;
  token: string;
  provider: string;
  stage: AttemptStage;
  state: 'open' | 'succeeded' | 'failed' | 'lost' | 'cancelled';
  model: string;
  request_id: string | null;
  sent_at: Date | null;
  give_up_at: Date | null;
  looks: number;
  /** `asked`: the provider took the wish, and has not ended it yet. */
  cancel: 'wanted' | 'asked' | 'stopped' | 'too_late' | null;
  estimate_micros: string;
  charged_micros: string | null;
};

/** Of a try `a` of the job `j`, as `RemoteAttempt`. */
export const attemptColumns: RawBuilder<unknown> = sql`a.id, a.job_id, j.blueprint_id, j.cell_id, a.token, a.provider, a.stage, a.state, a.model,
  a.request_id, a.sent_at, a.give_up_at, a.looks, a.cancel, a.estimate_micros, a.charged_micros`;

export async function findRemoteAttempt(db: Db, attemptId: string): Promise<RemoteAttempt | undefined> {
  const result = await sql<RemoteAttempt>`
    select ${attemptColumns} from attempt a join job j on j.id = a.job_id where a.id = ${attemptId}`.execute(
    db,
  );
  return result.rows[0];
}

/** Somebody still waits to send these. Returns those that are still ours. */
export async function keepClaims(db: Db, attemptIds: readonly string[], lookAt: Date): Promise<string[]> {
  const result = await sql<{ id: string }>`
    update attempt set look_at = ${lookAt}
    where id = any(${attemptIds}::uuid[]) and state = 'open' and stage = 'claimed' returning id`.execute(db);
  return result.rows.map(({ id }) => id);
}

/** A try's request was accepted. */
export type Submission = {
  attemptId: string;
  requestId: string;
  lookAt: Date;
  watchedLookAt: Date;
  giveUpAt: Date;
};

/**
 * The provider has accepted them. An answer may have been faster than this one, and a user may have
 * cancelled meanwhile: then only the request's id is noted, so that it can be stopped, unless it was given up. A try is looked at
 * next at `lookAt`, or at `watchedLookAt` where somebody has its blueprint open.
 */
export async function markSubmitted(db: Db, submissions: readonly Submission[], now: Date): Promise<void> {
  await sql`
    update attempt set
      request_id = s."requestId",
      stage = case when state = 'open' and stage in ${unheardStages} then 'submitted' else stage end,
      give_up_at = s."giveUpAt",
      cancel = case when state = 'cancelled' and charged_micros is null then 'wanted' else cancel end,
      look_at = case
        when state = 'cancelled' and charged_micros is null then ${now}
        when state = 'open' and stage in ${unheardStages} then
          case when ${watched(sql`(select blueprint_id from job where job.id = attempt.job_id)`)}
            then s."watchedLookAt" else s."lookAt" end
        else look_at end
    from json_to_recordset(${JSON.stringify(submissions)}::json) as s (
      "attemptId" uuid, "requestId" text, "lookAt" timestamptz, "watchedLookAt" timestamptz, "giveUpAt" timestamptz)
    where id = s."attemptId"`.execute(db);
}

/** The request of a try whose answer was lost, as somebody says; false when it is another try's, or this one has its own. */
export async function adoptRequest(db: Db, attemptId: string, requestId: string): Promise<boolean> {
  const result = await sql`
    update attempt a set request_id = ${requestId},
      stage = case when state = 'open' and stage in ${unheardStages} then 'submitted' else stage end,
      cancel = case when state = 'cancelled' and charged_micros is null then 'wanted' else cancel end
    where id = ${attemptId} and request_id is null and stage in ${unheardStages}
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
  { provider, since, until }: { provider: string; since: Date; until: Date },
): Promise<void> {
  await sql`
    update attempt set look_at = greatest(look_at, ${until}), give_up_at = greatest(give_up_at, ${until})
    where state = 'open' and stage = 'unknown' and provider = ${provider} and sent_at > ${since}`.execute(db);
}

export async function changeStage(
  db: Db,
  attemptId: string,
  from: readonly AttemptStage[],
  change: { stage?: AttemptStage; look_at?: Date | null; give_up_at?: Date; looks?: number },
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
    returning ${attemptColumns}`.execute(db);
  return result.rows;
}

/** Looks still go on, each kept until some moment: until another one from now on. Returns those that are still ours. */
export async function keepLooks(db: Db, held: ReadonlyMap<string, Date>, until: Date): Promise<string[]> {
  const result = await sql<{ id: string }>`
    update attempt a set look_at = ${until}
    from unnest(${[...held.keys()]}::uuid[], ${[...held.values()]}::timestamptz[]) as held (id, until)
    where a.id = held.id and a.look_at = held.until
    returning a.id`.execute(db);
  return result.rows.map(({ id }) => id);
}

/** The same of those of a blueprint that were cancelled after they had been sent; those that were asked to stop, whenever they are due. */
export async function takeCancelled(
  trx: Trx,
  blueprintId: string,
  { now, until }: { now: Date; until: Date },
): Promise<RemoteAttempt[]> {
  const result = await sql<RemoteAttempt>`
    update attempt a set look_at = ${until}, looks = a.looks + 1
    from job j
    where j.id = a.job_id and j.blueprint_id = ${blueprintId}
      and a.state = 'cancelled' and a.request_id is not null
      and ((a.cancel = 'wanted' and a.look_at <= ${now}) or a.cancel = 'asked')
    returning ${attemptColumns}`.execute(trx);
  return result.rows;
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

/**
 * The provider took the wish to stop a request: it is looked after from here on, first of all now. `until`: when it is given up.
 * Nothing is done where it has ended meanwhile.
 */
export async function noteAsked(db: Db, attemptId: string, until: Date): Promise<void> {
  await sql`
    update attempt set cancel = 'asked', give_up_at = ${until}, looks = 0
    where id = ${attemptId}
      and (cancel = 'wanted' or (cancel is null and state = 'open' and stage = 'submitted'))`.execute(db);
}

/** Not of a try that somebody has closed meanwhile. */
export async function followAt(db: Db, attemptId: string, at: Date): Promise<void> {
  await sql`
    update attempt set look_at = ${at}
    where id = ${attemptId} and state = 'cancelled' and charged_micros is null`.execute(db);
}

/** What a cancelled try cost in the end, in millionths of a dollar; `null` when it was said before. */
export async function endCancel(
  trx: Trx,
  attemptId: string,
  outcome: 'stopped' | 'too_late',
): Promise<number | null> {
  const { rows } = await sql<{ charged_micros: string }>`
    update attempt set cancel = ${outcome}, look_at = null
    where id = ${attemptId} and state = 'cancelled' and coalesce(cancel, 'wanted') in ('wanted', 'asked')
    returning charged_micros`.execute(trx);
  return rows[0] === undefined ? null : Number(rows[0].charged_micros);
}
