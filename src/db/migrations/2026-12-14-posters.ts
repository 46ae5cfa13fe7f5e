import { type Kysely, sql } from 'kysely';

/**
 * A release keeps its matrix as it was, names, prompts and counts included. Those made before have none: what was
 * renamed or decided since is not known any more.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table release add poster jsonb`.execute(db);
}
