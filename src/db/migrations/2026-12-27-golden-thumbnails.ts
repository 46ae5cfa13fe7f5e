import { type Kysely, sql } from 'kysely';

/** Golden images too have a second, larger thumbnail; those that were there before keep their one. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table golden_image add column large_thumbnail_hash text`.execute(db);
}
