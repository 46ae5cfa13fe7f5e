import type { DrawingOptions } from '#core/blueprint/drawing-options.ts';
import type { PictureKind } from '#core/blueprint/picture-kind.ts';
import type { PromptParameters } from '#core/prompt/parameters.ts';
import { type ExpressionBuilder, type Insertable, sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import { sentStages } from './attempt-stages.ts';
import { progressChannel } from './events.ts';
import type { BlueprintRow, Db, Schema, Trx } from './schema.ts';
import type { JobState } from './schema/job-tables.ts';
import { committedLater } from './transaction.ts';

export async function insertJobs(
  trx: Trx,
  jobs: Insertable<Schema['job']>[],
  companions: Insertable<Schema['job_companion']>[],
): Promise<void> {
  // 8 parameters each; PostgreSQL takes 65,535 in one statement.
  for (let i = 0; i < jobs.length; i += 5000) {
    await trx
      .insertInto('job')
      .values(jobs.slice(i, i + 5000))
      .execute();
  }
  for (let i = 0; i < companions.length; i += 5000) {
    await trx
      .insertInto('job_companion')
      .values(companions.slice(i, i + 5000))
      .execute();
  }
}

/** Failed jobs stop being shown once their cell is generated anew. */
export async function dismissFailedJobs(trx: Trx, cellIds: string[]): Promise<void> {
  await sql`update job set dismissed = true
    where cell_id = any(${cellIds}::uuid[]) and state = 'failed' and not dismissed`.execute(trx);
}

export type LockedJob = {
  id: string;
  blueprint_id: string;
  /** `null` for a golden image. */
  cell_id: string | null;
  state: JobState;
  failed_attempts: number;
  lost_attempts: number;
};

/**
 * Locks the blueprint's row and then the job's, progress included, until the transaction ends; `undefined` when one of them is
 * gone. What had to be waited for is read as it is then.
 */
export async function lockJob(
  trx: Trx,
  blueprintId: string,
  jobId: string,
): Promise<{ job: LockedJob; settings: BlueprintRow['settings'] } | undefined> {
  const result = await sql<LockedJob & Pick<BlueprintRow, 'settings'>>`
    with held as materialized (
      select id, settings from blueprint where id = ${blueprintId} for no key update
    )
    select job.id, job.blueprint_id, job.cell_id, job.state, job.failed_attempts, job.lost_attempts, held.settings
    from held, job where job.id = ${jobId} and job.blueprint_id = held.id
    for update of job`.execute(trx);
  const row = result.rows[0];
  if (row === undefined) return undefined;
  const { settings, ...job } = row;
  return { job, settings };
}

/** Of several jobs, `isUnderWay` when a try is open; for callers that hold their blueprints, so that no try opens or closes meanwhile. */
export type UnderWay = LockedJob & { isUnderWay: boolean };

/** Locks jobs of blueprints that the caller holds, progress included. Those that are gone are left out. */
export async function lockJobs(trx: Trx, jobIds: string[]): Promise<Map<string, UnderWay>> {
  const { rows } = await sql<UnderWay>`
    select id, blueprint_id, cell_id, state, failed_attempts, lost_attempts,
      exists (select 1 from attempt where job_id = job.id and state = 'open') as "isUnderWay"
    from job where id = any(${jobIds}::uuid[]) order by id for update`.execute(trx);
  return new Map(rows.map((job) => [job.id, job]));
}

/** Everything a generator needs to know of a job. */
export type JobWork = CellWork | GoldenWork;

type AnyWork = {
  blueprint_id: string;
  seed: number;
  generator: string;
  model: string | null;
  /** True when the seed is the second that was tried. */
  reseeded: boolean;
};

/** A picture of a cell. */
export type CellWork = AnyWork & {
  kind: PictureKind;
  cell_id: string;
  defect_id: string;
  family: string;
  prompt_text: string;
  parameters: PromptParameters;
  golden_hash: string;
  drawing: DrawingOptions;
  /** What joins in the picture, in order; without those that were removed, skipped or found impossible since. */
  companions: Companion[];
};

/** A golden image that is made from words. */
export type GoldenWork = AnyWork & {
  kind: 'golden';
  number: number;
  words: string;
  width: number;
  height: number;
};

export type Companion = {
  defect_id: string;
  family: string;
  parameters: PromptParameters;
  drawing: DrawingOptions;
};

/** Of a job that makes a picture of a cell. */
export async function cellWork(db: Db, jobId: string): Promise<CellWork | undefined> {
  return (await cellWorks(db, [jobId])).get(jobId);
}

/** Of those of the jobs that make pictures of cells. */
export async function cellWorks(db: Db, jobIds: readonly string[]): Promise<Map<string, CellWork>> {
  const rows = await db
    .selectFrom('job')
    .innerJoin('cell', 'cell.id', 'job.cell_id')
    .innerJoin('golden_image', 'golden_image.id', 'cell.golden_id')
    .innerJoin('defect', 'defect.id', 'cell.defect_id')
    .innerJoin('prompt', 'prompt.id', 'job.prompt_id')
    .where('job.id', '=', sql<string>`any(${jobIds}::uuid[])`)
    .select((job) => [
      'job.id',
      'job.blueprint_id',
      'job.kind',
      'cell.id as cell_id',
      'cell.defect_id',
      'job.seed',
      'job.generator',
      'job.model',
      'job.reseeded',
      'job.drawing',
      'defect.family',
      'prompt.text as prompt_text',
      'prompt.parameters',
      'golden_image.picture_hash as golden_hash',
      jsonArrayFrom(companionsOf(job)).as('companions'),
    ])
    .execute();
  return new Map(
    rows.map(({ id, ...row }) => [id, { ...row, kind: row.kind as PictureKind, seed: Number(row.seed) }]),
  );
}

/** Of a job that makes a golden image. */
export async function goldenWork(db: Db, jobId: string): Promise<GoldenWork | undefined> {
  const row = await db
    .selectFrom('job')
    .innerJoin('golden_order', 'golden_order.job_id', 'job.id')
    .where('job.id', '=', jobId)
    .select([
      'job.blueprint_id',
      'job.seed',
      'job.generator',
      'job.model',
      'job.reseeded',
      'golden_order.number',
      'golden_order.words',
      'golden_order.width',
      'golden_order.height',
    ])
    .executeTakeFirst();
  return row && { ...row, kind: 'golden', seed: Number(row.seed) };
}

function companionsOf(job: ExpressionBuilder<Schema, 'job'>) {
  return job
    .selectFrom('job_companion')
    .innerJoin('cell', 'cell.id', 'job_companion.cell_id')
    .innerJoin('defect', 'defect.id', 'cell.defect_id')
    .innerJoin('prompt', 'prompt.id', 'job_companion.prompt_id')
    .whereRef('job_companion.job_id', '=', 'job.id')
    .where('cell.state', '=', 'active')
    .where('defect.removed_at', 'is', null)
    .select(['cell.defect_id', 'defect.family', 'prompt.parameters', 'job_companion.drawing'])
    .orderBy('job_companion.position');
}

export async function updateJob(
  trx: Trx,
  jobId: string,
  change: {
    state: JobState;
    progress: number;
    failure: string | null;
    failed_attempts?: number;
    lost_attempts?: number;
    ended_at?: Date;
  },
): Promise<void> {
  await trx.updateTable('job').set(change).where('id', '=', jobId).execute();
}

/** Raises the job's percentage, never lowers it, and tells every open page. */
export async function publishProgress(
  db: Db,
  jobId: string,
  percent: number,
  estimated = false,
): Promise<void> {
  await sql`
    with moved as (
      update job set progress = ${percent}, progress_estimated = ${estimated}
      where id = ${jobId} and state = 'running' and progress < ${percent}
      returning blueprint_id, cell_id
    )
    select ${committedLater}, pg_notify(${progressChannel}, json_build_object(
      'blueprintId', blueprint_id, 'jobId', ${jobId}::text, 'cellId', cell_id, 'progress', ${percent}::real,
      'estimated', ${estimated}::boolean
    )::text) from moved`.execute(db);
}

export type CancelScope = { jobIds?: string[]; cellIds?: string[] };

/** Ends every job of the scope that has not ended; no scope is the whole blueprint. In id order, so that two callers cannot deadlock. */
export async function cancelOpenJobs(
  trx: Trx,
  blueprintId: string,
  scope: CancelScope,
  at: Date,
): Promise<string[]> {
  const byJob = scope.jobIds === undefined ? sql`true` : sql`id = any(${scope.jobIds}::uuid[])`;
  const byCell = scope.cellIds === undefined ? sql`true` : sql`cell_id = any(${scope.cellIds}::uuid[])`;
  const locked = await sql<{ id: string }>`
    select id from job
    where blueprint_id = ${blueprintId} and state in ('queued', 'running') and ${byJob} and ${byCell}
    order by id for update`.execute(trx);
  const ids = locked.rows.map((row) => row.id);
  // Only now, in a statement of its own: one that had waited for the locks would not see the attempts that
  // were opened meanwhile.
  // What was sent elsewhere has to be stopped there, which the sweeper does.
  await sql`update attempt set state = 'cancelled', ended_at = ${at},
      cancel = case when stage in ${sentStages} then 'wanted' end,
      look_at = case when provider is not null then ${at}::timestamptz end
    where state = 'open' and job_id = any(${ids}::uuid[])`.execute(trx);
  await sql`update job set state = 'cancelled', ended_at = ${at} where id = any(${ids}::uuid[])`.execute(trx);
  return ids;
}
