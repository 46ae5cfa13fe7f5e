import { type Kysely, sql } from 'kysely';

/** What pictures look like, so that near-duplicates are found without reading them again. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      // 'key': the digest of a stored picture and its marks' boxes. 64 hex digits for the picture and each mark.
      `create table fingerprint (key text primary key, picture text not null, marks text[] not null)`,
    )
    .execute(db);
}
