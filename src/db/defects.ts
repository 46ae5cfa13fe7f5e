import { type Insertable, sql, type Updateable } from 'kysely';
import type { Db, DefectRow, ReleaseRow, Schema } from './schema.ts';

/** With the number of its real samples. */
export type Defect = DefectRow & { real_samples: number };

export async function insertDefect(db: Db, defect: Insertable<Schema['defect']>): Promise<Defect> {
  const row = await db.insertInto('defect').values(defect).returningAll().executeTakeFirstOrThrow();
  return { ...row, real_samples: 0 };
}

/** In the order they were added. */
export async function defectsOf(db: Db, blueprintId: string): Promise<Defect[]> {
  return selectDefects(db)
    .where('blueprint_id', '=', blueprintId)
    .where('removed_at', 'is', null)
    .orderBy('ordinal')
    .execute();
}

/** Those that a release was made of, removed since or not. What was added later has a higher ordinal. */
export async function defectsOfRelease(db: Db, release: ReleaseRow): Promise<Defect[]> {
  return selectDefects(db)
    .where('blueprint_id', '=', release.blueprint_id)
    .where((where) =>
      where.or([where('removed_at', 'is', null), where('removed_at', '>', release.created_at)]),
    )
    .orderBy('ordinal')
    .limit(release.defects)
    .execute();
}

export async function findDefect(db: Db, id: string): Promise<Defect | undefined> {
  return selectDefects(db).where('id', '=', id).where('removed_at', 'is', null).executeTakeFirst();
}

export async function updateDefect(
  db: Db,
  id: string,
  change: Updateable<Pick<Schema['defect'], 'use_fit' | 'reject_reasons'>>,
): Promise<void> {
  await db.updateTable('defect').set(change).where('id', '=', id).execute();
}

export async function markDefectRemoved(db: Db, id: string, at: Date): Promise<void> {
  await db.updateTable('defect').set({ removed_at: at }).where('id', '=', id).execute();
}

function selectDefects(db: Db) {
  return db
    .selectFrom('defect')
    .selectAll()
    .select(
      sql<number>`(select count(*) from real_sample s
        where s.defect_id = defect.id and s.removed_at is null)::int`.as('real_samples'),
    );
}
