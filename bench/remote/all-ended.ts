import { sql } from 'kysely';
import type { Db } from '#db/schema.ts';

/** Waits until no picture waits or is being made. Throws when that takes too long. */
export async function allEnded(db: Db, withinMs = 60_000): Promise<void> {
  for (const until = Date.now() + withinMs; Date.now() < until;) {
    const { rows } = await sql<{ open: boolean }>`
      select exists (select 1 from job where state in ('queued', 'running')) as open`.execute(db);
    if (!rows[0]!.open) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('the order did not end in time');
}
