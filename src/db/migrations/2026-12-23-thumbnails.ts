import { type Kysely, sql } from 'kysely';

/** A second, larger thumbnail; candidates that were there before keep their one, which is WebP. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table candidate add column large_thumbnail_hash text`.execute(db);
}
