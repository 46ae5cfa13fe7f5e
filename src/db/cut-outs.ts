import { type Insertable, type Selectable, sql } from 'kysely';
import type { FrozenCutOut } from '#core/blueprint/drawing-options.ts';
import type { Db, Schema } from './schema.ts';

export type CutOutRow = Selectable<Schema['cut_out']>;

export async function insertCutOut(db: Db, cutOut: Insertable<Schema['cut_out']>): Promise<CutOutRow> {
  return db.insertInto('cut_out').values(cutOut).returningAll().executeTakeFirstOrThrow();
}

/** In the order they were added. */
export async function cutOutsOf(db: Db, defectId: string): Promise<CutOutRow[]> {
  return db
    .selectFrom('cut_out')
    .selectAll()
    .where('defect_id', '=', defectId)
    .where('removed_at', 'is', null)
    .orderBy('ordinal')
    .execute();
}

/** Of each defect of a blueprint that has some, as jobs are told of them. */
export async function cutOutsOfBlueprint(db: Db, blueprintId: string): Promise<Map<string, FrozenCutOut[]>> {
  const { rows } = await sql<{ defect_id: string; cut_outs: FrozenCutOut[] }>`
    select c.defect_id,
      jsonb_agg(jsonb_build_object('hash', c.picture_hash, 'mmPerPixel', c.mm_per_pixel) order by c.ordinal) as cut_outs
    from cut_out c join defect d on d.id = c.defect_id
    where d.blueprint_id = ${blueprintId} and d.removed_at is null and c.removed_at is null
    group by c.defect_id`.execute(db);
  return new Map(rows.map((row) => [row.defect_id, row.cut_outs]));
}

/** With the blueprint that it belongs to. */
export async function findCutOut(
  db: Db,
  id: string,
): Promise<(CutOutRow & { blueprint_id: string }) | undefined> {
  return db
    .selectFrom('cut_out')
    .innerJoin('defect', 'defect.id', 'cut_out.defect_id')
    .selectAll('cut_out')
    .select('defect.blueprint_id')
    .where('cut_out.id', '=', id)
    .where('cut_out.removed_at', 'is', null)
    .where('defect.removed_at', 'is', null)
    .executeTakeFirst();
}

export async function markCutOutRemoved(db: Db, id: string, at: Date): Promise<void> {
  await db.updateTable('cut_out').set({ removed_at: at }).where('id', '=', id).execute();
}
