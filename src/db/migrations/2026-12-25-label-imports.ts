import { type Kysely, sql } from 'kysely';

/** Real pictures with labels that come as a ZIP by the page or the interface. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // 'claim' and 'claimed_until': who works on it, and until when others believe that they live.
  `create table label_import (
    id uuid primary key,
    blueprint_id uuid not null references blueprint on delete cascade,
    author text not null,
    file_name text not null,
    bytes bigint not null default 0,
    -- Stored objects, of which the ZIP is made in this order.
    pieces text[] not null default '{}',
    state text not null default 'uploading'
      check (state in ('uploading', 'checking', 'checked', 'importing', 'done', 'failed')),
    choice jsonb not null,
    done int not null default 0,
    total int not null default 0,
    claim uuid,
    claimed_until timestamptz,
    -- One sentence, when it failed.
    error text,
    report jsonb,
    result jsonb,
    created_at timestamptz not null default now()
  )`,
  `create index label_import_of_blueprint on label_import (blueprint_id, created_at)`,
  // The few that are to be worked on.
  `create index label_import_to_do on label_import (created_at) where state in ('checking', 'importing')`,
];
