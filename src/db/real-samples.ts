import { type Insertable, type Selectable, sql } from 'kysely';
import type { MeasuredSample } from '#core/real-sample/measured-sample.ts';
import type { Db, Schema } from './schema.ts';

export type RealSampleRow = Selectable<Schema['real_sample']>;

export async function insertRealSample(
  db: Db,
  sample: Insertable<Schema['real_sample']>,
): Promise<RealSampleRow> {
  return db.insertInto('real_sample').values(sample).returningAll().executeTakeFirstOrThrow();
}

/** In the order they were added. */
export async function realSamplesOf(db: Db, defectId: string): Promise<RealSampleRow[]> {
  return db
    .selectFrom('real_sample')
    .selectAll()
    .where('defect_id', '=', defectId)
    .where('removed_at', 'is', null)
    .orderBy('ordinal')
    .execute();
}

/** What was measured for each defect of a blueprint that is to be drawn by its real samples. */
export async function measuredOfBlueprint(
  db: Db,
  blueprintId: string,
): Promise<Map<string, MeasuredSample[]>> {
  const { rows } = await sql<{ defect_id: string; measured: MeasuredSample[] }>`
    select s.defect_id, jsonb_agg(s.measured order by s.ordinal) as measured
    from real_sample s join defect d on d.id = s.defect_id
    where d.blueprint_id = ${blueprintId} and d.use_fit and d.removed_at is null and s.removed_at is null
    group by s.defect_id`.execute(db);
  return new Map(rows.map((row) => [row.defect_id, row.measured]));
}

/** With the blueprint that it belongs to. */
export async function findRealSample(
  db: Db,
  id: string,
): Promise<(RealSampleRow & { blueprint_id: string }) | undefined> {
  return db
    .selectFrom('real_sample')
    .innerJoin('defect', 'defect.id', 'real_sample.defect_id')
    .selectAll('real_sample')
    .select('defect.blueprint_id')
    .where('real_sample.id', '=', id)
    .where('real_sample.removed_at', 'is', null)
    .where('defect.removed_at', 'is', null)
    .executeTakeFirst();
}

export async function markRealSampleRemoved(db: Db, id: string, at: Date): Promise<void> {
  await db.updateTable('real_sample').set({ removed_at: at }).where('id', '=', id).execute();
}
