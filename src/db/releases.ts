import { type Insertable, sql } from 'kysely';
import type { Poster } from '#core/blueprint/poster.ts';
import type { Db, ReleaseRow, Schema, Trx } from './schema.ts';

const columns = [
  'id',
  'blueprint_id',
  'number',
  'author',
  'name',
  'settings',
  'approved',
  'goldens',
  'defects',
  'note',
  'created_at',
] as const;

/** Newest first, after the given number. */
export async function releasesOf(
  db: Db,
  blueprintId: string,
  { after, limit }: { after?: { number: number }; limit: number },
): Promise<ReleaseRow[]> {
  let query = db
    .selectFrom('release')
    .select(columns)
    .where('blueprint_id', '=', blueprintId)
    .orderBy('number', 'desc')
    .limit(limit);
  if (after !== undefined) query = query.where('number', '<', after.number);
  return query.execute();
}

export async function findRelease(
  db: Db,
  blueprintId: string,
  number: number,
): Promise<ReleaseRow | undefined> {
  return db
    .selectFrom('release')
    .select(columns)
    .where('blueprint_id', '=', blueprintId)
    .where('number', '=', number)
    .executeTakeFirst();
}

export async function insertRelease(
  trx: Trx,
  release: Insertable<Schema['release']>,
  items: { candidate_id: string; annotation_id: string }[],
): Promise<ReleaseRow> {
  const row = await trx.insertInto('release').values(release).returning(columns).executeTakeFirstOrThrow();
  await sql`
    insert into release_item (release_id, candidate_id, annotation_id)
    select ${row.id}::uuid, item.candidate, item.annotation
    from unnest(
      ${items.map((item) => item.candidate_id)}::uuid[], ${items.map((item) => item.annotation_id)}::uuid[]
    ) as item (candidate, annotation)`.execute(trx);
  return row;
}

/** `null` for a release that was made before posters were kept. */
export async function findPoster(db: Db, releaseId: string): Promise<Poster | null> {
  const row = await db.selectFrom('release').select('poster').where('id', '=', releaseId).executeTakeFirst();
  return row?.poster ?? null;
}

/** How many pictures came, went, and stayed with another mask. */
export type ReleaseChanges = { added: number; removed: number; remasked: number };

/** Between a release and the one before it; `null` for the first. */
export async function changesSince(db: Db, release: ReleaseRow): Promise<ReleaseChanges | null> {
  const before = await findRelease(db, release.blueprint_id, release.number - 1);
  if (before === undefined) return null;
  const { rows } = await sql<ReleaseChanges>`
    select count(*) filter (where old.candidate_id is null)::int as added,
      count(*) filter (where new.candidate_id is null)::int as removed,
      count(*) filter (where old.annotation_id <> new.annotation_id)::int as remasked
    from (select * from release_item where release_id = ${before.id}) old
    full join (select * from release_item where release_id = ${release.id}) new using (candidate_id)`.execute(
    db,
  );
  return rows[0] ?? null;
}
