import { AppError } from '#core/app-error.ts';
import { installationId } from '#db/installation.ts';
import { firstUse, namedObjects } from '#db/objects.ts';
import type { Context } from '#context.ts';

/** What is looked through before some is deleted. */
const batchSize = 10_000;
/** Between a file and the row that names it lie milliseconds; an hour is far more than any clock is off. */
const graceMs = 3_600_000;

/**
 * Removes the files of erased blueprints and of uploads that came to nothing. What another database names looks unused
 * from here: so the place for pictures is marked with the database that sweeps it, and no other one does. For the
 * same reason files that are older than the database stay, in case it was made anew beside them. Any number of
 * processes may do it at once. Says how many went. Throws AppError `conflict` when the pictures are another's.
 */
export async function sweepPictures(
  { db, storage, now }: Pick<Context, 'db' | 'storage' | 'now'>,
  signal?: AbortSignal,
): Promise<number> {
  const since = await firstUse(db);
  if (since === null) return 0;
  const id = await installationId(db);
  if ((await storage.claim(id)) !== id) {
    throw new AppError(
      'conflict',
      'The pictures are marked as those of another database, so none is removed. If that database is gone, remove the mark “owner” beside them.',
    );
  }
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
