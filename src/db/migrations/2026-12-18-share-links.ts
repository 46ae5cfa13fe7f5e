import { type Kysely, sql } from 'kysely';

/** Read-only links to releases, and a note of whoever finished. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table release add note text not null default ''`,

  // The link itself is known to those who have it alone: 'token_hash' is its SHA-256.
  `create table share_link (
    id uuid primary key,
    release_id uuid not null references release on delete cascade,
    token_hash text not null unique,
    with_prompts boolean not null,
    author text not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    revoked_at timestamptz,
    last_used_at timestamptz
  )`,
  `create index share_link_of_release on share_link (release_id, created_at)`,
  // It can be revoked, once; what it opens and for how long never changes.
  `create trigger share_link_stays before update on share_link
    for each row when (
      (old.id, old.release_id, old.token_hash, old.with_prompts, old.author, old.created_at, old.expires_at)
        is distinct from
      (new.id, new.release_id, new.token_hash, new.with_prompts, new.author, new.created_at, new.expires_at)
      or (old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at)
    ) execute function refuse_rewriting()`,
  `create trigger share_link_is_kept before delete on share_link
    for each row execute function refuse_rewriting()`,
  `create trigger share_link_is_never_emptied before truncate on share_link
    for each statement execute function refuse_rewriting()`,
];
