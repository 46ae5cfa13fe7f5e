import { type Kysely, sql } from 'kysely';

/** Real things that a defect is drawn from, and which of them a job was told of. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table cut_out (
    id uuid primary key,
    defect_id uuid not null references defect on delete cascade,
    name text not null,
    ordinal bigint generated always as identity,
    picture_hash text not null,
    width int not null,
    height int not null,
    mm_per_pixel double precision check (mm_per_pixel > 0),
    removed_at timestamptz,
    created_at timestamptz not null default now()
  )`,
  // The same thing twice would be drawn twice as often.
  `create unique index cut_out_once on cut_out (defect_id, picture_hash) where removed_at is null`,
  `update job set drawing = drawing || '{"cutOuts": []}'`,
  `update job_companion set drawing = drawing || '{"cutOuts": []}'`,
];
