import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Storage } from '#adapters/storage/port.ts';
import { eventsAfter } from '#db/events.ts';
import { namedObjects } from '#db/objects.ts';
import type { Db } from '#db/schema.ts';
import type { Follower } from './follow-events.ts';
import type { Writer } from './keep-writing.ts';

// What is to be found when everything is over. Each says how often it is wrong.

async function count(db: Db, query: ReturnType<typeof sql>): Promise<number> {
  const { rows } = await query.execute(db);
  return Number((rows[0] as { n: string }).n);
}

/** Jobs with more than one end in their history, more than one good try, or more than one candidate. */
export function countEndedTwice(db: Db): Promise<number> {
  return count(
    db,
    sql`select count(*) as n from (
      select (payload->>'jobId')::uuid as id from event where type in ('job_completed', 'job_failed')
        group by 1 having count(*) > 1
      union select job_id from attempt where state = 'succeeded' group by 1 having count(*) > 1
      union select job_id from candidate where job_id is not null group by 1 having count(*) > 1
    ) twice`,
  );
}

/** Events of the history that the follower was not told, or was told differently. */
export async function countMissed(db: Db, blueprintId: string, { seen }: Follower): Promise<number> {
  const events = await eventsAfter(db, blueprintId, 0, 1_000_000);
  const missed = events.filter((event) => JSON.stringify(seen.get(event.seq)) !== JSON.stringify(event));
  // What never happened it must not have heard of either.
  return missed.length + [...seen.keys()].filter((seq) => seq > events.length).length;
}

/** Acknowledged uploads and decisions that are not there. */
export async function countForgotten(
  db: Db,
  { acknowledged: { uploads, notes } }: Pick<Writer, 'acknowledged'>,
): Promise<number> {
  const kept = await count(
    db,
    sql`select (select count(*) from candidate where id = any(${uploads}::uuid[]))
      + (select count(distinct note) from decision where note = any(${notes}::text[])) as n`,
  );
  return uploads.length + notes.length - kept;
}

/** Pictures, thumbnails and masks that a row names, and that storage does not have as they were. */
export async function countWrongObjects(
  db: Db,
  storage: Storage,
): Promise<{ objects: number; wrong: number }> {
  const hashes = [...(await namedObjects(db))];
  let wrong = 0;
  const lane = async (): Promise<void> => {
    for (let hash = hashes.pop(); hash !== undefined; hash = hashes.pop()) {
      const bytes = await storage.get(hash).catch(() => new Uint8Array());
      if (createHash('sha256').update(bytes).digest('hex') !== hash) wrong++;
    }
  };
  const objects = hashes.length;
  await Promise.all(Array.from({ length: 8 }, lane));
  return { objects, wrong };
}
