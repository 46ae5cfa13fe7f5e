import { type JobFilter, jobsOf, type JobSummary } from '#db/job-list.ts';
import type { Context } from '#context.ts';
import { ordinalSchema, type Page, type PageOrder, readPage } from './page.ts';
import { requireBlueprint } from './read-board.ts';

/** Newest first. Throws AppError `not_found`. */
export async function listJobs(
  { db }: Pick<Context, 'db'>,
  blueprintId: string,
  { after, limit, ...filter }: JobFilter & PageOrder,
): Promise<Page<JobSummary>> {
  await requireBlueprint(db, blueprintId);
  const place = { schema: ordinalSchema, of: ({ ordinal }: { ordinal: string }) => ({ ordinal }) };
  return readPage({ after, limit }, place, (page) => jobsOf(db, blueprintId, filter, page));
}
