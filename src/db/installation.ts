import { sql } from 'kysely';
import type { Db } from './schema.ts';

/** The id of this database's data, which its pictures are marked with. */
export async function installationId(db: Db): Promise<string> {
  const row = await db.selectFrom('installation').select('id').executeTakeFirstOrThrow();
  return row.id;
}

/** True for one caller in so many seconds, of all processes on this database: that one sweeps. */
export async function claimSweep(db: Db, everySeconds: number): Promise<boolean> {
  const { rows } = await sql`
    update installation set swept_at = now()
    where swept_at is null or swept_at <= now() - ${everySeconds} * interval '1 second'
    returning 1`.execute(db);
  return rows.length > 0;
}
