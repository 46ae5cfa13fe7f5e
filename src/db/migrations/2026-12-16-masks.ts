import { type Kysely, sql } from 'kysely';

/** A version of a mask may bring back an older one, and says which. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table annotation add restored_from int`.execute(db);
}
