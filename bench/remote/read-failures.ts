import { sql } from 'kysely';
import type { Db } from '#db/schema.ts';

/** Why jobs have no picture. */
export async function readFailures(db: Db): Promise<string[]> {
  const { rows } = await sql<{ failure: string }>`select generator || ': ' || failure as failure
    from job where state = 'failed'`.execute(db);
  return rows.map(({ failure }) => failure);
}
