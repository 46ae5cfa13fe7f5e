import { sql } from 'kysely';
import type { Db } from '#db/schema.ts';

/** Jobs that have not ended. */
export async function countOpenJobs(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from job where state in ('queued', 'running')`.execute(db);
  return rows[0]!.n;
}
