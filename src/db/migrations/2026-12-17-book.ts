import { type Kysely, sql } from 'kysely';

/** The defect book: every change of a page is a page of its own, the newest counts. A defect without one has the family's words. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table book_page (
    id uuid primary key,
    defect_id uuid not null references defect on delete cascade,
    ordinal bigint generated always as identity,
    page jsonb not null,
    author text not null,
    created_at timestamptz not null default now()
  )`,
  // The newest page of a defect is what is asked for.
  `create unique index book_page_newest on book_page (defect_id, ordinal desc)`,
  `create trigger book_page_is_history before update or delete on book_page
    for each row execute function refuse_rewriting()`,
  `create trigger book_page_is_never_emptied before truncate on book_page
    for each statement execute function refuse_rewriting()`,
];
