import { sql } from 'kysely';
import { progressChannel } from './events.ts';
import { remoteChannel } from './remote-jobs.ts';
import { attemptColumns, type RemoteAttempt } from './remote-attempts.ts';
import type { Db } from './schema.ts';

export type NewMessage = {
  id: string;
  token: string;
  provider: string;
  requestId: string;
  digest: string;
  trust: 'genuine' | 'stale' | 'unverified';
  answer: { status: number; body: string; units: number | null } | null;
  body: Uint8Array;
};

/** Percent that a job has come to when its answer is here: what is left is fetching and comparing. */
const answered = 92;

/**
 * Writes messages down, in one statement. Of those that can be believed the try's slot is free from now on, and open pages
 * hear of it. For each of them whether a try has its token: else it is nobody's.
 */
export async function insertMessages(db: Db, messages: readonly NewMessage[]): Promise<boolean[]> {
  const rows = messages.map(({ body, ...message }, place) => ({
    ...message,
    place,
    body: Buffer.from(body).toString('base64'),
  }));
  const result = await sql<{ place: number }>`
    with message as materialized (
      select * from json_to_recordset(${JSON.stringify(rows)}::json) as message (
        id uuid, token text, provider text, "requestId" text, digest text, trust text, answer jsonb, body text, place int)
    ), found as materialized (
      select m.*, a.id as attempt_id from message m join attempt a on a.token = m.token and a.provider = m.provider
    ), written as (
      insert into webhook_message (id, attempt_id, request_id, digest, trust, answer, body)
      select id, attempt_id, "requestId", digest, trust, answer, decode(body, 'base64') from found order by place
      on conflict (attempt_id, digest) do nothing
      returning attempt_id, request_id, trust
    ), freed as (
      update attempt a set stage = 'answered', request_id = coalesce(a.request_id, w.request_id),
        look_at = now() + interval '30 seconds'
      from written w
      where a.id = w.attempt_id and a.state = 'open' and a.stage <> 'answered' and w.trust = 'genuine'
      returning a.job_id
    ), moved as (
      update job j set progress = ${answered}, progress_estimated = false
      from freed f where j.id = f.job_id and j.state = 'running' and j.progress < ${answered}
      returning j.id, j.blueprint_id, j.cell_id
    ), told as (
      select pg_notify(${progressChannel}, json_build_object(
        'blueprintId', blueprint_id, 'jobId', id, 'cellId', cell_id, 'progress', ${answered}::real
      )::text) from moved
    ), woken as (
      select pg_notify(${remoteChannel}, provider) from (
        select distinct provider from found where attempt_id in (select attempt_id from written)
      ) awaited
    )
    select place, (select count(*) from told) as t, (select count(*) from woken) as w from found`.execute(db);
  const known = new Set(result.rows.map(({ place }) => place));
  return messages.map((_, place) => known.has(place));
}

export type TakenMessage = {
  id: string;
  request_id: string;
  trust: 'genuine' | 'stale' | 'unverified';
  answer: { status: number; body: string; units: number | null } | null;
  attempt: RemoteAttempt;
};

/**
 * Takes up to `limit` messages that wait; nobody else gets them, or those that are still `kept`, before `until`. Closes what
 * is `done`.
 */
export async function takeMessages(
  db: Db,
  {
    now,
    until,
    limit,
    done,
    kept,
  }: { now: Date; until: Date; limit: number; done: readonly string[]; kept: readonly string[] },
): Promise<TakenMessage[]> {
  const result = await sql<
    RemoteAttempt &
      Pick<TakenMessage, 'trust' | 'answer'> & { message_id: string; message_request_id: string }
  >`
    with closed as (
      update webhook_message set settled_at = ${now} where id = any(${done}::uuid[])
    ), renewed as (
      update webhook_message set claimed_until = ${until} where id = any(${kept}::uuid[]) and settled_at is null
    ), waiting as (
      select id from webhook_message
      where settled_at is null and (claimed_until is null or claimed_until < ${now})
        and id <> all(${done}::uuid[]) and id <> all(${kept}::uuid[])
      order by received_at limit ${limit} for update skip locked
    )
    update webhook_message m set claimed_until = ${until}
    from waiting, attempt a, job j
    where m.id = waiting.id and a.id = m.attempt_id and j.id = a.job_id
    returning m.id as message_id, m.request_id as message_request_id, m.trust, m.answer, ${attemptColumns}`.execute(
    db,
  );
  return result.rows.map(({ message_id: id, message_request_id, trust, answer, ...attempt }) => ({
    id,
    request_id: message_request_id,
    trust,
    answer,
    attempt,
  }));
}

/** What a genuine message once said the answer is: it may be gone where it came from. */
export async function savedAnswer(
  db: Db,
  attemptId: string,
): Promise<{ status: number; body: string; units: number | null } | null> {
  const row = await db
    .selectFrom('webhook_message')
    .select('answer')
    .where('attempt_id', '=', attemptId)
    .where('trust', '=', 'genuine')
    .where('answer', 'is not', null)
    .orderBy('received_at', 'desc')
    .executeTakeFirst();
  return row?.answer ?? null;
}
