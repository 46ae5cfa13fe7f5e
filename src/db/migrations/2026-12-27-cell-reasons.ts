import { type Kysely, sql } from 'kysely';

/** Why a cell is skipped or impossible, or done all the same, in the words of whoever said so. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table cell add column state_reason text`.execute(db);
}
