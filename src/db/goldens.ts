import type { Insertable } from 'kysely';
import type { Db, GoldenRow, ReleaseRow, Schema, Trx } from './schema.ts';

export async function insertGolden(db: Db, golden: Insertable<Schema['golden_image']>): Promise<GoldenRow> {
  return db.insertInto('golden_image').values(golden).returningAll().executeTakeFirstOrThrow();
}

/** In the order they were added. */
export async function goldensOf(db: Db, blueprintId: string): Promise<GoldenRow[]> {
  return db
    .selectFrom('golden_image')
    .selectAll()
    .where('blueprint_id', '=', blueprintId)
    .where('removed_at', 'is', null)
    .orderBy('ordinal')
    .execute();
}

/** Those that a release was made of, removed since or not. What was added later has a higher ordinal. */
export async function goldensOfRelease(db: Db, release: ReleaseRow): Promise<GoldenRow[]> {
  return db
    .selectFrom('golden_image')
    .selectAll()
    .where('blueprint_id', '=', release.blueprint_id)
    .where((where) =>
      where.or([where('removed_at', 'is', null), where('removed_at', '>', release.created_at)]),
    )
    .orderBy('ordinal')
    .limit(release.goldens)
    .execute();
}

export async function findGolden(db: Db, id: string): Promise<GoldenRow | undefined> {
  return db
    .selectFrom('golden_image')
    .selectAll()
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
}

export async function updateGolden(
  trx: Trx,
  id: string,
  change: { mm_per_pixel?: number | null; foreground_hash?: string | null },
): Promise<void> {
  await trx.updateTable('golden_image').set(change).where('id', '=', id).execute();
}

export async function markGoldenRemoved(db: Db, id: string, at: Date): Promise<void> {
  await db.updateTable('golden_image').set({ removed_at: at }).where('id', '=', id).execute();
}

/** Removed ones too: candidates made from them still show what they were compared with. */
export async function goldenFile(
  db: Db,
  id: string,
): Promise<{ picture_hash: string; thumbnail_hash: string } | undefined> {
  return db
    .selectFrom('golden_image')
    .select(['picture_hash', 'thumbnail_hash'])
    .where('id', '=', id)
    .executeTakeFirst();
}
