import { type Insertable, sql } from 'kysely';
import type { Db, ReleaseRow, Schema, Trx } from './schema.ts';

/** Newest first. */
export async function releasesOf(db: Db, blueprintId: string): Promise<ReleaseRow[]> {
  return db
    .selectFrom('release')
    .selectAll()
    .where('blueprint_id', '=', blueprintId)
    .orderBy('number', 'desc')
    .execute();
}

export async function insertRelease(
  trx: Trx,
  release: Insertable<Schema['release']>,
  items: { candidate_id: string; annotation_id: string }[],
): Promise<ReleaseRow> {
  const row = await trx.insertInto('release').values(release).returningAll().executeTakeFirstOrThrow();
  await sql`
    insert into release_item (release_id, candidate_id, annotation_id)
    select ${row.id}::uuid, item.candidate, item.annotation
    from unnest(
      ${items.map((item) => item.candidate_id)}::uuid[], ${items.map((item) => item.annotation_id)}::uuid[]
    ) as item (candidate, annotation)`.execute(trx);
  return row;
}
