import { type Kysely, sql } from 'kysely';

/** Photos of really bad parts, a defect's own switch for drawing by them, and what a job was told of them. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table real_sample (
    id uuid primary key,
    defect_id uuid not null references defect on delete cascade,
    name text not null,
    ordinal bigint generated always as identity,
    picture_hash text not null,
    mask_hash text not null,
    thumbnail_hash text not null,
    small_mask_hash text not null,
    width int not null,
    height int not null,
    measured jsonb not null,
    removed_at timestamptz,
    created_at timestamptz not null default now()
  )`,
  `create index real_sample_of_defect on real_sample (defect_id, ordinal) where removed_at is null`,
  // The same photo twice would count twice in the fit.
  `create unique index real_sample_once on real_sample (defect_id, picture_hash, mask_hash) where removed_at is null`,
  `alter table defect add use_fit boolean not null default false`,
  `update job set drawing = drawing || '{"fit": null}'`,
];
