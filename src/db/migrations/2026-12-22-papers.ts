import { type Kysely, sql } from 'kysely';

/** What a picture's file says of itself, and the provider's signed file that it was made of. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const table of ['candidate', 'golden_image']) {
    // IPTC's word in the file's XMP; null where it has none, as in all that were made before.
    await sql`alter table ${sql.table(table)} add source_type text`.execute(db);
    // The answer as it came, where it had content credentials (C2PA).
    await sql`alter table ${sql.table(table)} add credentials_hash text`.execute(db);
  }
}
