import { sql } from 'kysely';
import type { Db } from './schema.ts';

export type SpendingOfModel = {
  provider: string;
  model: string;
  pictures: number;
  units: number;
  micros: number;
  estimatedMicros: number;
};

export async function spendingOf(db: Db, blueprintId: string): Promise<SpendingOfModel[]> {
  const result = await sql<SpendingOfModel>`
    select provider, model, count(*)::int as pictures, coalesce(sum(units), 0)::float as units,
      sum(micros)::float as micros, coalesce(sum(micros) filter (where is_estimate), 0)::float as "estimatedMicros"
    from spending where blueprint_id = ${blueprintId}
    group by provider, model order by sum(micros) desc`.execute(db);
  return result.rows;
}
