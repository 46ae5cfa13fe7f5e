import type { EventType, LiveEvent } from '#contract/event.ts';
import { sql } from 'kysely';
import type { Db, Trx } from './schema.ts';

export type NewEvent = {
  blueprintId: string;
  type: EventType;
  actor: string;
  payload: Record<string, unknown>;
};

/** Who did what no person did. */
export const generatorActor = 'generator';

/** Channel on which every committed event is announced, as `<blueprint id> <seq>`. */
export const eventChannel = 'redrabbit_event';
/** Channel on which the deletion of a blueprint is announced; payload: its id. */
export const deletionChannel = 'redrabbit_deletion';
/** Channel of progress, as JSON; nothing is kept of it but the job's own row. */
export const progressChannel = 'redrabbit_progress';

export async function appendEvent(trx: Trx, event: NewEvent): Promise<void> {
  await appendEvents(trx, [event]);
}

/**
 * Appends to the history of blueprints, in the order given, and announces the newest of each, in the caller's transaction. The
 * blueprint's row is the counter: its lock, which the caller has (`services/in-blueprint.ts`), makes the numbers gapless
 * and their order the order of commit.
 *
 * The moment of the last change, which lists are ordered by, follows what people do at once, and what machines do with
 * ten seconds' patience: while pictures are made, the row then changes without a word to its indexes.
 */
export async function appendEvents(trx: Trx, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  for (const [blueprintId, entries] of Map.groupBy(events, (event) => event.blueprintId)) {
    const isByPerson = entries.some(({ actor }) => actor !== generatorActor);
    // One statement for several blueprints took four times as long for the one event of one that most changes are.
    await sql`
      with counter as (
        update blueprint set event_seq = event_seq + ${entries.length}::int, updated_at = case
          when ${isByPerson} or updated_at < now() - interval '10 seconds' then now()
          else updated_at end
        where id = ${blueprintId} returning event_seq
      ), written as (
        insert into event (blueprint_id, seq, type, actor, payload)
        select ${blueprintId}, event_seq - ${entries.length}::int + place, type, actor, payload
        from counter, rows from (
          json_to_recordset(${JSON.stringify(entries)}::json) as (type text, actor text, payload jsonb)
        ) with ordinality as entry (type, actor, payload, place)
      )
      select pg_notify(${eventChannel}, ${blueprintId} || ' ' || event_seq) from counter`.execute(trx);
  }
}

export async function eventsAfter(
  db: Db,
  blueprintId: string,
  after: number,
  limit: number,
): Promise<LiveEvent[]> {
  const rows = await db
    .selectFrom('event')
    .select(['blueprint_id', 'seq', 'type', 'actor', 'payload', 'created_at'])
    .where('blueprint_id', '=', blueprintId)
    .where('seq', '>', String(after))
    .orderBy('seq')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    blueprintId: row.blueprint_id,
    seq: Number(row.seq),
    type: row.type,
    actor: row.actor,
    at: row.created_at.toISOString(),
    payload: row.payload,
  }));
}

/** Number of the newest event; `null` when there is no such blueprint. */
export async function newestSeq(db: Db, blueprintId: string): Promise<number | null> {
  const row = await db
    .selectFrom('blueprint')
    .select('event_seq')
    .where('id', '=', blueprintId)
    .executeTakeFirst();
  return row === undefined ? null : Number(row.event_seq);
}
