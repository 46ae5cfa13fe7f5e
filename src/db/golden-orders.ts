import { type Insertable, sql } from 'kysely';
import type { Db, Schema, Trx } from './schema.ts';
import type { JobState } from './schema/job-tables.ts';

/** Spelt out: an index of these alone is not taken for a parameter. */
const golden = sql.lit('golden' as const);

/** A golden image that is to be made from words, as the board shows it. */
export type GoldenOrder = {
  id: string;
  words: string;
  width: number;
  height: number;
  model: string | null;
  generator: string;
  state: JobState;
  progress: number;
  progress_estimated: boolean;
  failed_attempts: number;
  failure: string | null;
  created_at: Date;
};

export async function insertGoldenOrders(
  trx: Trx,
  orders: Insertable<Schema['golden_order']>[],
): Promise<void> {
  await trx.insertInto('golden_order').values(orders).execute();
}

/** How many were ever ordered in the blueprint. */
export async function countGoldenOrders(trx: Trx, blueprintId: string): Promise<number> {
  const row = await trx
    .selectFrom('job')
    .select((job) => job.fn.countAll<string>().as('count'))
    .where('blueprint_id', '=', blueprintId)
    .where('kind', '=', golden)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Those that are under way, and those that failed until somebody has seen it; in the order they were placed. */
export async function shownGoldenOrders(db: Db, blueprintId: string): Promise<GoldenOrder[]> {
  return db
    .selectFrom('job')
    .innerJoin('golden_order', 'golden_order.job_id', 'job.id')
    .select([
      'job.id',
      'golden_order.words',
      'golden_order.width',
      'golden_order.height',
      'job.model',
      'job.generator',
      'job.state',
      'job.progress',
      'job.progress_estimated',
      'job.failed_attempts',
      'job.failure',
      'job.created_at',
    ])
    .where('job.blueprint_id', '=', blueprintId)
    .where('job.kind', '=', golden)
    .where((is) =>
      is.or([
        is('job.state', 'in', ['queued', 'running']),
        is.and([is('job.state', '=', 'failed'), is('job.dismissed', '=', false)]),
      ]),
    )
    .orderBy('job.ordinal')
    .execute();
}

/** The blueprint of an order for a golden image. */
export async function blueprintOfGoldenOrder(db: Db, jobId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('job')
    .select('blueprint_id')
    .where('id', '=', jobId)
    .where('kind', '=', 'golden')
    .executeTakeFirst();
  return row?.blueprint_id;
}

/** False when it has not failed, or is not shown any more. */
export async function dismissGoldenOrder(trx: Trx, jobId: string): Promise<boolean> {
  const result = await trx
    .updateTable('job')
    .set({ dismissed: true })
    .where('id', '=', jobId)
    .where('state', '=', 'failed')
    .where('dismissed', '=', false)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
