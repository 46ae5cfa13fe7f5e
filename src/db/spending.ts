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

/** What a try cost: micro-dollars, and the provider's billable units where it named them. */
export type Bill = { micros: number; units: number | null; isEstimate: boolean };

/**
 * Closes the books on tries, each of them once: what was put aside is free again, and what was spent is written down.
 * Whether a try itself is open or closed is of no matter.
 */
export async function settleMoney(trx: Trx, bills: readonly (Bill & { attemptId: string })[]): Promise<void> {
  await sql`
    with bill as materialized (
      select * from json_to_recordset(${JSON.stringify(bills)}::json)
        as bill ("attemptId" uuid, micros bigint, units float8, "isEstimate" boolean)
    ), settled as (
      update attempt a set charged_micros = bill.micros, units = bill.units
      from bill where a.id = bill."attemptId" and a.charged_micros is null
      returning a.id, a.job_id, a.provider, a.model, a.estimate_micros, a.units, bill.micros, bill."isEstimate"
    ), cost as (
      select b.project_id, j.blueprint_id, s.* from settled s
      join job j on j.id = s.job_id join blueprint b on b.id = j.blueprint_id
    ), held as materialized (
      -- In one order, so that two processes that settle for the same projects cannot deadlock.
      select id from project where id in (select project_id from cost) order by id for no key update
    ), paid as (
      update project p set
        reserved_micros = greatest(0, p.reserved_micros - c.reserved), spent_micros = p.spent_micros + c.spent
      from held, (
        select project_id, sum(estimate_micros)::bigint as reserved, sum(micros)::bigint as spent from cost group by project_id
      ) c
      where p.id = held.id and c.project_id = held.id
    )
    insert into spending (project_id, blueprint_id, job_id, attempt_id, provider, model, units, micros, is_estimate)
    select project_id, blueprint_id, job_id, id, provider, model, units, micros, "isEstimate"
    from cost where micros > 0`.execute(trx);
}

/** Before a blueprint goes: what was sent for it counts as bought, since nobody will hear the answer. */
export async function settleAll(trx: Trx, blueprintId: string): Promise<void> {
  const result = await sql<{ id: string; micros: string }>`
    select a.id, case when a.stage = 'claimed' then 0 else a.estimate_micros end as micros
    from attempt a join job j on j.id = a.job_id
    where j.blueprint_id = ${blueprintId} and a.provider is not null and a.charged_micros is null`.execute(
    trx,
  );
  const bills = result.rows.map(({ id: attemptId, micros }) => ({
    attemptId,
    micros: Number(micros),
    units: null,
    isEstimate: true,
  }));
  if (bills.length > 0) await settleMoney(trx, bills);
}
