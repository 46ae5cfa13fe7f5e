import { type Kysely, sql } from 'kysely';

/** Which blueprints somebody has open: what they wait for is looked at sooner. */
export async function up(db: Kysely<never>): Promise<void> {
  // Renewed by whoever feeds the pages; a row that nobody renews means nothing after a moment.
  await sql
    .raw(
      `create table watched_blueprint (
        blueprint_id uuid primary key references blueprint on delete cascade,
        until timestamptz not null
      )`,
    )
    .execute(db);
}
