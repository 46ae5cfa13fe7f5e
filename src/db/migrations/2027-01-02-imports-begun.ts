import { type Kysely, sql } from 'kysely';

/** When an import was asked for: what it took in before it was interrupted is told from what was there before. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table label_import add column importing_since timestamptz`.execute(db);
}
