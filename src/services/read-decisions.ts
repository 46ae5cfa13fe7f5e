import { AppError } from '#core/app-error.ts';
import { findCandidate } from '#db/candidate-records.ts';
import { type DecisionRecord, decisionsOn } from '#db/decisions.ts';
import type { Context } from '#context.ts';

/** More than a person looks through. */
const mostDecisions = 500;

/** What was decided on a candidate, newest first, and which of it counts. Throws AppError `not_found`. */
export async function readDecisions(
  { db }: Pick<Context, 'db'>,
  candidateId: string,
): Promise<(DecisionRecord & { isNewest: boolean })[]> {
  if ((await findCandidate(db, candidateId)) === undefined) throw noSuchCandidate();
  const heard = new Set<string>();
  return (await decisionsOn(db, candidateId, mostDecisions)).map((decision) => {
    const isNewest = !heard.has(decision.author);
    heard.add(decision.author);
    return { ...decision, isNewest };
  });
}

export function noSuchCandidate(): AppError {
  return new AppError('not_found', 'There is no such picture. It may have been removed.');
}
