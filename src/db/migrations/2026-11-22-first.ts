import { type Kysely, sql } from 'kysely';

/**
 * Ids are made by the program (jobs carry the same id here and in the job engine). Rows that are
 * history (prompts, annotations, decisions, events, releases) refuse UPDATE, DELETE and TRUNCATE by trigger;
 * only erasing a whole blueprint may remove them, in a transaction that says so.
 */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table project (
    id uuid primary key,
    name text not null,
    created_at timestamptz not null default now()
  )`,

  `create table blueprint (
    id uuid primary key,
    project_id uuid not null references project on delete cascade,
    name text not null,
    product_kind text not null,
    material text not null,
    settings jsonb not null,
    event_seq bigint not null default 0,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  )`,
  // The list page: newest change first, by keyset.
  `create index blueprint_by_change on blueprint (updated_at desc, id desc)`,

  `create table golden_image (
    id uuid primary key,
    blueprint_id uuid not null references blueprint on delete cascade,
    name text not null,
    ordinal bigint generated always as identity,
    original_hash text not null,
    original_type text not null,
    picture_hash text not null,
    thumbnail_hash text not null,
    width int not null,
    height int not null,
    channels int not null,
    removed_at timestamptz,
    created_at timestamptz not null default now()
  )`,
  `create index golden_image_of_blueprint on golden_image (blueprint_id, ordinal)`,

  `create table defect (
    id uuid primary key,
    blueprint_id uuid not null references blueprint on delete cascade,
    name text not null,
    name_key text not null,
    family text not null,
    prompt text not null,
    reason text,
    ordinal bigint generated always as identity,
    removed_at timestamptz,
    created_at timestamptz not null default now()
  )`,
  `create index defect_of_blueprint on defect (blueprint_id, ordinal)`,
  // Two defects of one name would be one class in every dataset.
  `create unique index defect_name_once on defect (blueprint_id, name_key) where removed_at is null`,

  `create table cell (
    id uuid primary key,
    blueprint_id uuid not null references blueprint on delete cascade,
    golden_id uuid not null references golden_image on delete cascade,
    defect_id uuid not null references defect on delete cascade,
    state text not null default 'active' check (state in ('active', 'skipped', 'impossible')),
    target int not null check (target >= 0),
    prompt_id uuid,
    jobs_made int not null default 0,
    created_at timestamptz not null default now(),
    unique (golden_id, defect_id)
  )`,
  `create index cell_of_blueprint on cell (blueprint_id)`,

  `create table prompt (
    id uuid primary key,
    cell_id uuid not null references cell on delete cascade,
    text text not null,
    parameters jsonb not null,
    origin text not null check (origin in ('initial', 'manual', 'reflection', 'merge', 'rollback')),
    author text not null,
    ordinal bigint generated always as identity,
    created_at timestamptz not null default now()
  )`,
  `create index prompt_of_cell on prompt (cell_id, ordinal desc)`,
  `alter table cell add constraint cell_prompt_fk foreign key (prompt_id) references prompt deferrable initially deferred`,
  `create table prompt_parent (
    prompt_id uuid not null references prompt on delete cascade,
    parent_id uuid not null references prompt on delete cascade,
    position int not null,
    primary key (prompt_id, position)
  )`,

  `create table job (
    id uuid primary key,
    blueprint_id uuid not null references blueprint on delete cascade,
    cell_id uuid not null references cell on delete cascade,
    prompt_id uuid not null references prompt,
    generator text not null,
    seed bigint not null,
    state text not null default 'queued'
      check (state in ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
    progress real not null default 0,
    failed_attempts int not null default 0,
    lost_attempts int not null default 0,
    failure text,
    dismissed boolean not null default false,
    ordinal bigint generated always as identity,
    created_at timestamptz not null default now(),
    ended_at timestamptz
  )`,
  // What the matrix shows of jobs; succeeded and cancelled ones, nearly all rows, stay out of it.
  `create index job_open_of_cell on job (cell_id, ordinal)
    where state in ('queued', 'running') or (state = 'failed' and not dismissed)`,
  `create index job_open_of_blueprint on job (blueprint_id) where state in ('queued', 'running')`,

  `create table attempt (
    id uuid primary key,
    job_id uuid not null references job on delete cascade,
    number int not null,
    token text not null unique,
    state text not null default 'open' check (state in ('open', 'succeeded', 'failed', 'lost', 'cancelled')),
    request_id text,
    failure_code text,
    failure text,
    started_at timestamptz not null default now(),
    ended_at timestamptz,
    unique (job_id, number)
  )`,
  // A job has at most one try under way, whatever two workers believe.
  `create unique index attempt_open_once on attempt (job_id) where state = 'open'`,

  `create table candidate (
    id uuid primary key,
    blueprint_id uuid not null references blueprint on delete cascade,
    cell_id uuid not null references cell on delete cascade,
    job_id uuid unique references job on delete cascade,
    source text not null check (source in ('generated', 'uploaded')),
    generator_version text,
    picture_hash text not null,
    thumbnail_hash text not null,
    width int not null,
    height int not null,
    measured jsonb not null default '{}',
    verdict text not null default 'undecided' check (verdict in ('approved', 'rejected', 'undecided')),
    reasons text[] not null default '{}',
    note text,
    ordinal bigint generated always as identity,
    created_at timestamptz not null default now()
  )`,
  `create index candidate_of_blueprint on candidate (blueprint_id, ordinal)`,
  `create index candidate_of_cell on candidate (cell_id, ordinal desc) include (verdict)`,

  `create table annotation (
    id uuid primary key,
    candidate_id uuid not null references candidate on delete cascade,
    version int not null,
    mask_hash text not null,
    area int not null check (area > 0),
    instances jsonb not null,
    origin text not null check (origin in ('renderer', 'person', 'comparison')),
    author text not null,
    created_at timestamptz not null default now(),
    unique (candidate_id, version)
  )`,

  `create table decision (
    id uuid primary key,
    candidate_id uuid not null references candidate on delete cascade,
    verdict text not null check (verdict in ('approved', 'rejected', 'undecided')),
    reasons text[] not null,
    note text,
    author text not null,
    -- Not now(): who began first may have waited for the other.
    created_at timestamptz not null default clock_timestamp()
  )`,
  `create index decision_of_candidate on decision (candidate_id, created_at)`,

  `create table event (
    blueprint_id uuid not null references blueprint on delete cascade,
    seq bigint not null,
    type text not null,
    actor text not null,
    payload jsonb not null,
    created_at timestamptz not null default now(),
    primary key (blueprint_id, seq)
  )`,

  `create table release (
    id uuid primary key,
    blueprint_id uuid not null references blueprint on delete cascade,
    number int not null,
    author text not null,
    -- As they were: an export of a release is the same for ever.
    name text not null,
    settings jsonb not null,
    approved int not null,
    goldens int not null,
    defects int not null,
    created_at timestamptz not null default now(),
    unique (blueprint_id, number)
  )`,
  `create table release_item (
    release_id uuid not null references release on delete cascade,
    candidate_id uuid not null references candidate on delete cascade,
    annotation_id uuid not null references annotation on delete cascade,
    primary key (release_id, candidate_id)
  )`,

  `create function refuse_rewriting() returns trigger language plpgsql as $$
  begin
    if tg_op = 'DELETE' and current_setting('redrabbit.erase', true) = 'on' then
      return old;
    end if;
    raise exception '% is history: its rows are never changed or removed', tg_table_name
      using errcode = 'restrict_violation';
  end $$`,
  ...['prompt', 'prompt_parent', 'annotation', 'decision', 'event', 'release', 'release_item'].map(
    (table) => `create trigger ${table}_is_history before update or delete on ${table}
      for each row execute function refuse_rewriting()`,
  ),
  ...['prompt', 'prompt_parent', 'annotation', 'decision', 'event', 'release', 'release_item'].map(
    (table) => `create trigger ${table}_is_never_emptied before truncate on ${table}
      for each statement execute function refuse_rewriting()`,
  ),
];
