import { type RawBuilder, sql } from 'kysely';
import { progressChannel } from './events.ts';
import type { Db } from './schema.ts';

/** Work of minutes on one row: whoever does it holds a claim, which fences what it writes. */
export type Claimed = { id: string; claim: string };

/** Without a sign of life for so long, somebody else goes on. */
const claimSeconds = 30;

export const claimedUntil = sql<Date>`now() + ${claimSeconds} * interval '1 second'`;

/**
 * A sign of life, which open pages see as progress.
 * @param kept an update of the claimed row, by its claim, that returns `blueprint_id`
 * @returns false when the row is somebody else's, or gone
 */
export async function tellProgress(
  db: Db,
  kept: RawBuilder<unknown>,
  { id, done, total }: { id: string; done: number; total: number },
): Promise<boolean> {
  const { rows } = await sql`
    with kept as (${kept})
    select pg_notify(${progressChannel}, json_build_object(
      'blueprintId', blueprint_id, 'jobId', ${id}::text, 'cellId', null,
      'progress', ${(100 * done) / Math.max(1, total)}::real, 'estimated', false
    )::text) from kept`.execute(db);
  return rows.length > 0;
}
