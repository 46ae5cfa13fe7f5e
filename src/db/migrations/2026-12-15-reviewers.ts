import { type Kysely, sql } from 'kysely';

/**
 * Several people decide. Until now everybody was `local`, so no picture is disputed yet; decisions made before have no
 * words of their own and read as the reasons that every defect began with.
 */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // Two reviewers' newest verdicts on it are opposite.
  `alter table candidate add disputed boolean not null default false`,
  // Few are: finding and counting them reads no others.
  `create index candidate_disputed on candidate (blueprint_id, ordinal) where disputed`,
  // The reasons in the words of that day; a list may be reworded later.
  `alter table decision add said text[] not null default '{}'`,
  // [{ id, label, isRetired }] in the order of the digits; null: the list that every defect begins with.
  `alter table defect add reject_reasons jsonb`,

  // Which of two pictures of a cell is better, as they lay on the screen; or that an earlier answer does not count.
  `create table preference (
    id uuid primary key,
    cell_id uuid not null references cell on delete cascade,
    left_id uuid not null references candidate on delete cascade,
    right_id uuid not null references candidate on delete cascade,
    verdict text not null check (verdict in ('left', 'right', 'same', 'neither', 'withdrawn')),
    -- The same reviewer's answer on the same two, the other way round.
    repeats_id uuid references preference on delete cascade,
    cancels_id uuid unique references preference on delete cascade,
    author text not null,
    ordinal bigint generated always as identity,
    -- Not now(): who began first may have waited for the other.
    created_at timestamptz not null default clock_timestamp(),
    check (left_id <> right_id),
    check ((verdict = 'withdrawn') = (cancels_id is not null))
  )`,
  `create index preference_of_cell on preference (cell_id, ordinal)`,
  `create trigger preference_is_history before update or delete on preference
    for each row execute function refuse_rewriting()`,
  `create trigger preference_is_never_emptied before truncate on preference
    for each statement execute function refuse_rewriting()`,
];
