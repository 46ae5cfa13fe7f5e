import type { JobKind } from '#core/blueprint/job-kind.ts';
import type { Db } from './schema.ts';
import type { JobState } from './schema/job-tables.ts';

/** A job as lists show it. */
export type JobSummary = {
  id: string;
  cell_id: string | null;
  kind: JobKind;
  state: JobState;
  progress: number;
  progress_estimated: boolean;
  generator: string;
  failed_attempts: number;
  failure: string | null;
  /** As text where it comes within a larger answer. */
  created_at: Date | string;
};

export type JobFilter = { state?: JobState; cellId?: string };

/** Newest first, after the given ordinal. */
export async function jobsOf(
  db: Db,
  blueprintId: string,
  filter: JobFilter,
  { after, limit }: { after?: { ordinal: string }; limit: number },
): Promise<(JobSummary & { ordinal: string })[]> {
  let query = db
    .selectFrom('job')
    .select([
      'id',
      'cell_id',
      'kind',
      'state',
      'progress',
      'progress_estimated',
      'generator',
      'failed_attempts',
      'failure',
      'created_at',
      'ordinal',
    ])
    .where('blueprint_id', '=', blueprintId)
    .orderBy('ordinal', 'desc')
    .limit(limit);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  if (filter.cellId !== undefined) query = query.where('cell_id', '=', filter.cellId);
  if (after !== undefined) query = query.where('ordinal', '<', after.ordinal);
  return query.execute();
}
