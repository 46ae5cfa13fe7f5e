import { sql } from 'kysely';
import type { Db, Trx } from './schema.ts';

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

/**
 * Closes the books on a try, once: what was put aside is free again, and what was spent is written down.
 * Whether the try itself is open or closed is of no matter.
 */
export async function settleMoney(
  trx: Trx,
  attemptId: string,
  bill: { micros: number; units: number | null; isEstimate: boolean },
): Promise<void> {
  await sql`
    with settled as (
      update attempt set charged_micros = ${bill.micros}, units = ${bill.units}
      where id = ${attemptId} and charged_micros is null
      returning id, job_id, provider, model, estimate_micros
    ), paid as (
      update project p set
        reserved_micros = greatest(0, p.reserved_micros - s.estimate_micros),
        spent_micros = p.spent_micros + ${bill.micros}
      from settled s, job j, blueprint b
      where j.id = s.job_id and b.id = j.blueprint_id and p.id = b.project_id
      returning p.id as project_id, j.blueprint_id, s.id as attempt_id, s.job_id, s.provider, s.model
    )
    insert into spending (project_id, blueprint_id, job_id, attempt_id, provider, model, units, micros, is_estimate)
    select project_id, blueprint_id, job_id, attempt_id, provider, model, ${bill.units}, ${bill.micros}, ${bill.isEstimate}
    from paid where ${bill.micros} > 0`.execute(trx);
}

/** Before a blueprint goes: what was sent for it counts as bought, since nobody will hear the answer. */
export async function settleAll(trx: Trx, blueprintId: string): Promise<void> {
  const result = await sql<{ id: string; micros: string }>`
    select a.id, case when a.stage = 'claimed' then 0 else a.estimate_micros end as micros
    from attempt a join job j on j.id = a.job_id
    where j.blueprint_id = ${blueprintId} and a.provider is not null and a.charged_micros is null`.execute(
    trx,
  );
  for (const { id, micros } of result.rows) {
    await settleMoney(trx, id, { micros: Number(micros), units: null, isEstimate: true });
  }
}
