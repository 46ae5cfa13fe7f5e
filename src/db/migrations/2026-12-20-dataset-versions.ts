import { type Kysely, sql } from 'kysely';

/** Exports of releases whose every byte is settled before the first is sent. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // 'claim' and 'claimed_until': who makes its plan, and until when others believe that they live.
  `create table dataset_version (
    id uuid primary key,
    blueprint_id uuid not null references blueprint on delete cascade,
    release_id uuid not null references release on delete cascade,
    options jsonb not null,
    -- The options again, as one text that is the same for the same options.
    options_key text not null,
    state text not null default 'queued' check (state in ('queued', 'running', 'ready', 'failed')),
    files_done int not null default 0,
    files_total int not null default 0,
    claim uuid,
    claimed_until timestamptz,
    error text,
    -- What every file of it is dated, and the one folder at the top of its ZIP.
    modified text,
    folder text,
    contents jsonb,
    -- Stored objects with the bytes of all files that are no pictures.
    packs text[] not null default '{}',
    created_at timestamptz not null default now(),
    unique (release_id, options_key)
  )`,
  `create index dataset_version_of_blueprint on dataset_version (blueprint_id)`,
  // The few that are to be worked on.
  `create index dataset_version_to_prepare on dataset_version (created_at) where state in ('queued', 'running')`,

  // One ZIP each; 'list_hash' is the stored list of its files.
  `create table dataset_part (
    version_id uuid not null references dataset_version on delete cascade,
    number int not null,
    files int not null,
    bytes bigint not null,
    directory_start bigint not null,
    directory_size bigint not null,
    list_hash text not null,
    etag text not null,
    primary key (version_id, number)
  )`,
  ...['dataset_version', 'dataset_part'].map(
    (table) => `create trigger ${table}_is_never_emptied before truncate on ${table}
      for each statement execute function refuse_rewriting()`,
  ),
  `create trigger dataset_part_is_history before update or delete on dataset_part
    for each row execute function refuse_rewriting()`,
  // Until it is ready a version may be worked on.
  `create trigger dataset_version_is_history before update on dataset_version
    for each row when (old.state = 'ready') execute function refuse_rewriting()`,
  `create trigger dataset_version_is_kept before delete on dataset_version
    for each row execute function refuse_rewriting()`,

  // By content, so what is known of an object is true for ever.
  `create table object_checksum (hash text primary key, size bigint not null, crc32 bigint not null)`,
];
