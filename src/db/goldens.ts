import type { Insertable } from 'kysely';
import { jsonObjectFrom } from 'kysely/helpers/postgres';
import type { Db, GoldenRow, ReleaseRow, Schema, Trx } from './schema.ts';

/** What a golden image was made of that is no photo. */
export type MadeFromWords = { generator: string; model: string | null; words: string; seed: number };

/** With where it comes from; `null` is a photo. */
export type Golden = GoldenRow & { made: MadeFromWords | null };

export async function insertGolden(db: Db, golden: Insertable<Schema['golden_image']>): Promise<GoldenRow> {
  return db.insertInto('golden_image').values(golden).returningAll().executeTakeFirstOrThrow();
}

function withOrigin(db: Db) {
  return db
    .selectFrom('golden_image')
    .selectAll('golden_image')
    .select((golden) =>
      jsonObjectFrom(
        golden
          .selectFrom('job')
          .innerJoin('golden_order', 'golden_order.job_id', 'job.id')
          .whereRef('job.id', '=', 'golden_image.job_id')
          // In JSON a number: seeds of jobs have 31 bits.
          .select(['job.generator', 'job.model', 'golden_order.words', 'job.seed'])
          .$castTo<MadeFromWords>(),
      ).as('made'),
    );
}

/** In the order they were added. */
export async function goldensOf(db: Db, blueprintId: string): Promise<Golden[]> {
  return withOrigin(db)
    .where('blueprint_id', '=', blueprintId)
    .where('removed_at', 'is', null)
    .orderBy('ordinal')
    .execute();
}

/** Those that a release was made of, removed since or not. What was added later has a higher ordinal. */
export async function goldensOfRelease(db: Db, release: ReleaseRow): Promise<Golden[]> {
  return withOrigin(db)
    .where('blueprint_id', '=', release.blueprint_id)
    .where((where) =>
      where.or([where('removed_at', 'is', null), where('removed_at', '>', release.created_at)]),
    )
    .orderBy('ordinal')
    .limit(release.goldens)
    .execute();
}

export async function findGolden(db: Db, id: string): Promise<Golden | undefined> {
  return withOrigin(db).where('id', '=', id).where('removed_at', 'is', null).executeTakeFirst();
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
): Promise<Pick<GoldenRow, 'picture_hash' | 'thumbnail_hash' | 'large_thumbnail_hash'> | undefined> {
  return db
    .selectFrom('golden_image')
    .select(['picture_hash', 'thumbnail_hash', 'large_thumbnail_hash'])
    .where('id', '=', id)
    .executeTakeFirst();
}
