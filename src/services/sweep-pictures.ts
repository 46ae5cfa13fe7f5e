import { firstUse, namedObjects } from '#db/objects.ts';
import type { Context } from '#context.ts';

/** What is looked through before some is deleted. */
const batchSize = 1000;
/** Between a file and the row that names it lie milliseconds; an hour is far more than any clock is off. */
const graceMs = 3_600_000;

/**
 * Removes the files of erased blueprints and of uploads that came to nothing. Only for a program that is
 * alone with its pictures: what another database names looks unused from here. For the same reason files that
 * are older than the database stay, in case it was made anew beside them. Says how many went.
 */
export async function sweepPictures(
  { db, storage, now }: Pick<Context, 'db' | 'storage' | 'now'>,
  signal?: AbortSignal,
): Promise<number> {
  const since = await firstUse(db);
  if (since === null) return 0;
  const named = await namedObjects(db);
  const before = new Date(now().getTime() - graceMs);
  let removed = 0;
  let unused: string[] = [];
  for await (const { hash, putAt } of storage.list()) {
    if (signal?.aborted === true) return removed;
    if (named.has(hash) || putAt < since || putAt >= before) continue;
    unused.push(hash);
    if (unused.length < batchSize) continue;
    removed += await storage.deletePutBefore(unused, before, signal);
    unused = [];
  }
  return removed + (await storage.deletePutBefore(unused, before, signal));
}
