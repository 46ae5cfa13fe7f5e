import { sql } from 'kysely';
import type { Db } from './schema.ts';

/** How much waits, in the whole database; ages in seconds. */
export type Load = {
  jobs: { generator: string; state: 'queued' | 'running'; count: number; oldestSeconds: number }[];
  messages: { count: number; oldestSeconds: number };
  trouble: { provider: string; code: string }[];
  processes: { role: string; count: number }[];
};

/** In one statement, over the small indexes of what has not ended. */
export async function readLoad(db: Db): Promise<Load> {
  const { rows } = await sql<Load>`select
    (select coalesce(json_agg(one), '[]') from (
      select generator, state, count(*) as count,
        extract(epoch from now() - min(created_at)) as "oldestSeconds"
      from job where state in ('queued', 'running') group by generator, state
    ) one) as jobs,
    (select json_build_object('count', count(*),
        'oldestSeconds', coalesce(extract(epoch from now() - min(received_at)), 0))
      from webhook_message where settled_at is null) as messages,
    (select coalesce(json_agg(json_build_object('provider', provider, 'code', code)), '[]')
      from provider_account where troubled_since is not null) as trouble,
    (select coalesce(json_agg(one), '[]') from (
      select role, count(*) as count from process
      where seen_at > now() - interval '30 seconds' group by role
    ) one) as processes`.execute(db);
  return rows[0]!;
}
