import { type RawBuilder, sql } from 'kysely';
import type { Db } from './schema.ts';

/** A process that ended without a word watches for no longer than this. */
const leaseSeconds = 25;

/** Pages have these open; to be said again within the lease. Those that are gone meanwhile are passed over. */
export async function noteWatched(db: Db, blueprintIds: readonly string[]): Promise<void> {
  await sql`
    with over as (
      delete from watched_blueprint where until < now() - interval '1 hour'
    )
    insert into watched_blueprint (blueprint_id, until)
    select id, now() + make_interval(secs => ${leaseSeconds}::int) from blueprint
    where id = any(${blueprintIds}::uuid[]) order by id
    on conflict (blueprint_id) do update set until = excluded.until`.execute(db);
}

/** Whether somebody has the blueprint with this id open; `blueprintId` may be a column. */
export function watched(blueprintId: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select from watched_blueprint w where w.blueprint_id = ${blueprintId} and w.until > now())`;
}

export async function isWatched(db: Db, blueprintId: string): Promise<boolean> {
  const result = await sql<{ is: boolean }>`select ${watched(sql`${blueprintId}`)} as is`.execute(db);
  return result.rows[0]!.is;
}
