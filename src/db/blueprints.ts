import { type Insertable, sql } from 'kysely';
import { deletionChannel } from './events.ts';
import type { BlueprintRow, Db, Schema, Trx } from './schema.ts';

export type Blueprint = BlueprintRow & { latest_release: number };

const latestRelease = sql<number>`coalesce(
  (select max(number) from release where release.blueprint_id = blueprint.id), 0)`.as('latest_release');

export async function insertBlueprint(db: Db, blueprint: Insertable<Schema['blueprint']>): Promise<void> {
  await db.insertInto('blueprint').values(blueprint).execute();
}

export async function findBlueprint(db: Db, id: string): Promise<Blueprint | undefined> {
  return db.selectFrom('blueprint').selectAll().select(latestRelease).where('id', '=', id).executeTakeFirst();
}

/**
 * Locks the row until the transaction ends; `undefined` when there is no such blueprint. `no key`: rows that
 * refer to the blueprint may be added meanwhile.
 */
export async function lockBlueprint(trx: Trx, id: string): Promise<Blueprint | undefined> {
  return trx
    .selectFrom('blueprint')
    .selectAll()
    .select(latestRelease)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** Locks several, always in the same order. Returns those that are there. */
export async function lockBlueprints(trx: Trx, ids: readonly string[]): Promise<Set<string>> {
  const rows = await trx
    .selectFrom('blueprint')
    .select('id')
    .where('id', 'in', [...new Set(ids)])
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  return new Set(rows.map(({ id }) => id));
}

export async function updateBlueprint(
  trx: Trx,
  id: string,
  change: { name?: string; product_kind?: string; material?: string; settings?: string },
): Promise<void> {
  await trx.updateTable('blueprint').set(change).where('id', '=', id).execute();
}

export type BlueprintSummary = Omit<Blueprint, 'settings'> & {
  goldens: number;
  defects: number;
  candidates: number;
  approved: number;
  undecided: number;
  active_jobs: number;
  cover_id: string | null;
};

/** Newest change first; `before` is the last row of the page before. */
export async function blueprintSummaries(
  db: Db,
  page: { before?: { updatedAt: Date; id: string }; limit: number },
): Promise<BlueprintSummary[]> {
  const before =
    page.before === undefined
      ? sql`true`
      : sql`(b.updated_at, b.id) < (${page.before.updatedAt}, ${page.before.id}::uuid)`;
  const result = await sql<BlueprintSummary>`
    select b.*, g.goldens, g.cover_id, k.candidates, k.approved, k.undecided,
      (select count(*)::int from defect where blueprint_id = b.id and removed_at is null) as defects,
      (select count(*)::int from job where blueprint_id = b.id and state in ('queued', 'running')) as active_jobs,
      coalesce((select max(number) from release where blueprint_id = b.id), 0) as latest_release
    from (
      select id, project_id, name, product_kind, material, event_seq, created_at,
        -- Cursors travel as JavaScript dates: milliseconds.
        date_trunc('milliseconds', updated_at) as updated_at
      from blueprint
    ) b
    cross join lateral (
      select count(*)::int as goldens, (array_agg(id order by ordinal))[1] as cover_id
      from golden_image where blueprint_id = b.id and removed_at is null
    ) g
    cross join lateral (
      select count(*)::int as candidates,
        count(*) filter (where verdict = 'approved')::int as approved,
        count(*) filter (where verdict = 'undecided')::int as undecided
      from candidate where blueprint_id = b.id
    ) k
    where ${before}
    order by b.updated_at desc, b.id desc
    limit ${page.limit}`.execute(db);
  return result.rows;
}

/** Removes the blueprint with its whole history, and tells every open page; the one place that may. */
export async function eraseBlueprint(trx: Trx, id: string): Promise<void> {
  await sql`set local redrabbit.erase = 'on'`.execute(trx);
  await trx.deleteFrom('blueprint').where('id', '=', id).execute();
  await sql`select pg_notify(${deletionChannel}, ${id})`.execute(trx);
}
