import { type Kysely, sql } from 'kysely';

/** Pictures of the earlier prototype, and what of its files was taken over. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table candidate drop constraint candidate_source_check`,
  `alter table candidate add constraint candidate_source_check
    check (source in ('generated', 'uploaded', 'imported'))`,
  // What it was made from, where no job of ours knows.
  `alter table candidate add prompt_id uuid references prompt`,
  `create index candidate_of_prompt on candidate (prompt_id) where prompt_id is not null`,

  // No foreign keys: what was deleted here since is not brought back by importing again.
  `create table legacy_item (
    source_id uuid not null,
    item text not null,
    row_id uuid not null,
    created_at timestamptz not null default now(),
    primary key (source_id, item)
  )`,
];
