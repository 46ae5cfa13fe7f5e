import { AppError } from '#core/app-error.ts';
import type { Verdict } from '#core/review/decision.ts';
import { type CandidateFilter, type CandidateRecord, candidatesOf, countVerdicts } from '#db/candidates.ts';
import type { Context } from '#context.ts';
import { requireBlueprint } from './read-board.ts';

export type CandidatePage = {
  candidates: CandidateRecord[];
  next: string | null;
  /** Of all that the other filters let through, whatever their verdict. */
  counts: Record<Verdict, number>;
};

/** In the order they were made. The cursor is the last one's number. */
export async function listCandidatePage(
  context: Context,
  blueprintId: string,
  query: CandidateFilter & { after?: string; limit: number },
): Promise<CandidatePage> {
  const { after, limit, ...filter } = query;
  if (after !== undefined && !/^\d{1,18}$/.test(after)) {
    throw new AppError(
      'bad_request',
      'The page marker is not one that this server gave. Start from the first page.',
    );
  }
  await requireBlueprint(context.db, blueprintId);
  const rows = await candidatesOf(context.db, blueprintId, filter, { after, limit: limit + 1 });
  const candidates = rows.slice(0, limit);
  const { verdict: _, ...rest } = filter;
  return {
    candidates,
    next: rows.length > limit ? (candidates.at(-1)?.ordinal ?? null) : null,
    counts: await countVerdicts(context.db, blueprintId, rest),
  };
}
