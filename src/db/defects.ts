import type { Insertable } from 'kysely';
import type { Db, DefectRow, ReleaseRow, Schema } from './schema.ts';

export async function insertDefect(db: Db, defect: Insertable<Schema['defect']>): Promise<DefectRow> {
  return db.insertInto('defect').values(defect).returningAll().executeTakeFirstOrThrow();
}

/** In the order they were added. */
export async function defectsOf(db: Db, blueprintId: string): Promise<DefectRow[]> {
  return db
    .selectFrom('defect')
    .selectAll()
    .where('blueprint_id', '=', blueprintId)
    .where('removed_at', 'is', null)
    .orderBy('ordinal')
    .execute();
}

/** Those that a release was made of, removed since or not. What was added later has a higher ordinal. */
export async function defectsOfRelease(db: Db, release: ReleaseRow): Promise<DefectRow[]> {
  return db
    .selectFrom('defect')
    .selectAll()
    .where('blueprint_id', '=', release.blueprint_id)
    .where((where) =>
      where.or([where('removed_at', 'is', null), where('removed_at', '>', release.created_at)]),
    )
    .orderBy('ordinal')
    .limit(release.defects)
    .execute();
}

export async function findDefect(db: Db, id: string): Promise<DefectRow | undefined> {
  return db
    .selectFrom('defect')
    .selectAll()
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
}

export async function markDefectRemoved(db: Db, id: string, at: Date): Promise<void> {
  await db.updateTable('defect').set({ removed_at: at }).where('id', '=', id).execute();
}
