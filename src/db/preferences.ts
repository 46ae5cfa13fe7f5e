import type { PreferenceVerdict } from '#core/review/preference.ts';
import { type Insertable, sql } from 'kysely';
import type { Db, Schema, Trx } from './schema.ts';

export type Preference = {
  id: string;
  left_id: string;
  right_id: string;
  verdict: PreferenceVerdict;
  repeats_id: string | null;
  author: string;
};

/** Those of a cell that were not taken back, oldest first. */
export async function preferencesOf(db: Db, cellId: string): Promise<Preference[]> {
  const { rows } = await sql<Preference>`
    select id, left_id, right_id, verdict, repeats_id, author from preference
    where cell_id = ${cellId} and verdict <> 'withdrawn'
      and not exists (select 1 from preference later where later.cancels_id = preference.id)
    order by ordinal`.execute(db);
  return rows;
}

export async function insertPreference(
  trx: Trx,
  preference: Insertable<Schema['preference']>,
): Promise<void> {
  await trx.insertInto('preference').values(preference).execute();
}
