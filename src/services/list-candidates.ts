import type { Verdict } from '#core/review/decision.ts';
import { countDisputed, countVerdicts } from '#db/candidates.ts';
import type { CandidateFilter } from '#db/candidate-filter.ts';
import { type CandidateRecord, candidatesOf } from '#db/candidate-records.ts';
import type { Blueprint } from '#db/blueprints.ts';
import type { Db } from '#db/schema.ts';
import type { Context } from '#context.ts';
import { ordinalSchema, type Page, type PageOrder, readPage } from './page.ts';
import { requireBlueprint } from './read-board.ts';

export type CandidatePage = Page<CandidateRecord> & {
  /** Of all that the other filters let through, whatever their verdict. */
  counts: Record<Verdict, number> & { disputed: number };
};

/** In the order they were made. Throws AppError `not_found`. */
export async function listCandidates(
  { db }: Pick<Context, 'db'>,
  blueprintId: string,
  { after, limit, ...filter }: CandidateFilter & PageOrder,
): Promise<CandidatePage> {
  const blueprint = await requireBlueprint(db, blueprintId);
  const { verdict: _, ...rest } = filter;
  const { disputed: __, ...others } = rest;
  const counts = Object.values(rest).every((value) => value === undefined)
    ? countsOf(blueprint)
    : await countVerdicts(db, blueprintId, rest);
  return {
    ...(await candidatePage(db, blueprintId, filter, { after, limit })),
    counts: { ...counts, disputed: await countDisputed(db, blueprintId, others) },
  };
}

/** The same without counts, inside of a larger answer. */
export async function candidatePage(
  db: Db,
  blueprintId: string,
  filter: CandidateFilter,
  order: PageOrder,
): Promise<Page<CandidateRecord>> {
  const place = { schema: ordinalSchema, of: ({ ordinal }: CandidateRecord) => ({ ordinal }) };
  return readPage(order, place, (page) => candidatesOf(db, blueprintId, filter, page));
}

/** The whole blueprint's are counted as they change. */
function countsOf({ candidates, approved, undecided }: Blueprint): Record<Verdict, number> {
  return { approved, undecided, rejected: candidates - approved - undecided };
}
