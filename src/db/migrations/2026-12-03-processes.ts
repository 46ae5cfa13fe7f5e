import { type Kysely, sql } from 'kysely';

/** Several processes on one database: who is there, and what only one of them at a time may do. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // Nothing refers to it: a row is gone when its process has stopped, or has not been seen for a day.
  `create table process (
    id uuid primary key,
    role text not null check (role in ('all', 'web', 'worker')),
    version text not null,
    host text not null,
    pid int not null,
    started_at timestamptz not null default now(),
    seen_at timestamptz not null default now()
  )`,
  // One row. Pictures belong to the database with this id, which is written beside them.
  `create table installation (
    only_one boolean primary key default true check (only_one),
    id uuid not null default gen_random_uuid(),
    swept_at timestamptz
  )`,
  `insert into installation default values`,
];
