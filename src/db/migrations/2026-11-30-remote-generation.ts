import { type Kysely, sql } from 'kysely';

/** Pictures made elsewhere, for money: how far a try has come, what came back, what it costs, who may. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // Which providers may be sent this project's photos, and where spending stops; money in millionths of a dollar.
  `alter table project
    add providers text[] not null default '{}',
    add cap_micros bigint check (cap_micros >= 0),
    add spent_micros bigint not null default 0,
    add reserved_micros bigint not null default 0`,
  `update blueprint set settings = settings || '{"generator": {"name": "renderer", "model": null}}'`,

  `alter table job
    add model text,
    add run_after timestamptz not null default now(),
    add reseeded boolean not null default false,
    add progress_estimated boolean not null default false`,
  // What a gate chooses from: the oldest waiting job of each blueprint.
  `create index job_waiting_for_provider on job (generator, blueprint_id, ordinal)
    where state = 'queued' and generator <> 'renderer'`,

  // No provider: a local try. 'sending' is written before the request leaves: from then on it may have been bought.
  `alter table attempt
    add provider text,
    add stage text check (stage in ('claimed', 'sending', 'submitted', 'unknown', 'answered')),
    add model text,
    add sent_at timestamptz,
    add looks int not null default 0,
    add look_at timestamptz,
    add give_up_at timestamptz,
    add estimate_micros bigint,
    add charged_micros bigint,
    add units double precision,
    add cancel text check (cancel in ('wanted', 'stopped', 'too_late')),
    add answer text,
    add constraint attempt_stage_of_provider check ((provider is null) = (stage is null))`,
  `create index attempt_under_way on attempt (provider, stage) where state = 'open' and provider is not null`,
  `create index attempt_to_look_at on attempt (look_at) where look_at is not null`,

  // The inbox: what a provider says is written down before it is believed.
  `create table webhook_message (
    id uuid primary key,
    attempt_id uuid not null references attempt on delete cascade,
    request_id text not null,
    digest text not null,
    trust text not null check (trust in ('genuine', 'stale', 'unverified')),
    answer jsonb,
    body bytea not null,
    claimed_until timestamptz,
    settled_at timestamptz,
    received_at timestamptz not null default clock_timestamp(),
    -- The same message again is no news.
    unique (attempt_id, digest)
  )`,
  `create index webhook_message_waiting on webhook_message (received_at) where settled_at is null`,

  // One row for each account: trouble with it concerns every job that waits for it.
  `create table provider_account (
    provider text primary key,
    code text,
    message text,
    troubled_since timestamptz,
    probe_at timestamptz,
    probes int not null default 0,
    pause_until timestamptz
  )`,

  // Outlives what it was spent on.
  `create table spending (
    id bigint generated always as identity primary key,
    project_id uuid not null,
    blueprint_id uuid not null,
    job_id uuid not null,
    attempt_id uuid not null unique,
    provider text not null,
    model text not null,
    units double precision,
    micros bigint not null,
    -- What the provider said, or what was expected where it said nothing.
    is_estimate boolean not null,
    created_at timestamptz not null default now()
  )`,
  `create index spending_of_blueprint on spending (blueprint_id)`,
  `create trigger spending_is_history before update or delete on spending
    for each row execute function refuse_rewriting()`,
  `create trigger spending_is_never_emptied before truncate on spending
    for each statement execute function refuse_rewriting()`,
];
