import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ContentHash } from '../port.ts';
import { stopwatch } from './stopwatch.ts';
import type { S3Bucket, S3Object } from './s3-bucket.ts';

/** Makes deleting what is old and putting the same content again safe beside each other: see the README here. */
export type SweepMarks = {
  /** Puts an object by `upload`, so often that it is certainly there when this resolves. */
  put(hash: ContentHash, upload: () => Promise<void>): Promise<void>;
  sweep(hashes: readonly ContentHash[], before: Date, signal?: AbortSignal): Promise<number>;
};

/** Time since a list began that had no marks. */
type Quiet = () => number;

const folder = 'sweeping/';
/** Looked at, and then deleted. */
const batchSize = 100;
/** S3 gives times of change in whole seconds, rounded down. */
const roundedMs = 1000;
const deletionTimeoutMs = 30_000;
/** A sweep begins no deletion later than this after it has waited. */
const sweepingMs = 120_000;

/**
 * `waitMs`: between a mark and the first deletion that it announces. The same for all who use the bucket.
 */
export function createSweepMarks(
  bucket: S3Bucket,
  { keyOf, waitMs }: { keyOf: (hash: ContentHash) => string; waitMs: number },
): SweepMarks {
  /** How long a put may take after nobody was seen sweeping: some less than a sweep waits. */
  const safeMs = waitMs * 0.8;
  /** A sweep has ended by then, whatever happened to it. */
  const deadMs = waitMs + sweepingMs + 2 * deletionTimeoutMs;

  let quiet: Quiet | null = null;
  let looking: Promise<Quiet | null> | null = null;
  const listMarks = (): Promise<S3Object[]> => Array.fromAsync(bucket.list(folder));

  /** A new list now and then. `null`: there are marks. */
  const lookForMarks = async (): Promise<Quiet | null> => {
    if (quiet !== null && quiet() < waitMs * 0.2) return quiet;
    looking ??= (async () => {
      const since = stopwatch();
      quiet = (await listMarks()).length === 0 ? since : null;
      return quiet;
    })().finally(() => (looking = null));
    return looking;
  };

  /** Waits until the sweep of a mark has ended. `ageMs`: of the mark. */
  const outlast = async (mark: S3Object, ageMs: number): Promise<void> => {
    const waited = stopwatch();
    while (ageMs + waited() < deadMs) {
      await delay(waitMs / 100);
      if ((await bucket.head(mark.key)) === null) return;
    }
    await bucket.delete([mark.key]);
  };

  /** Whether an object that was just put, which took so long, is there and stays. */
  const isKept = async (hash: ContentHash, tookMs: number): Promise<boolean> => {
    const marks = await listMarks();
    const found = await bucket.head(keyOf(hash));
    if (found === null) return false;
    let hasWaited = false;
    for (const mark of marks) {
      // Both times are the server's own.
      const ageMs = found.modified.getTime() - mark.modified.getTime();
      if (ageMs + tookMs + roundedMs < safeMs) continue;
      if (ageMs < deadMs && !(await names(mark, hash))) continue;
      await outlast(mark, ageMs);
      hasWaited = true;
    }
    return !hasWaited || (await bucket.head(keyOf(hash))) !== null;
  };

  const names = async (mark: S3Object, hash: ContentHash): Promise<boolean> => {
    const marked = await bucket.get(mark.key);
    return marked !== null && Buffer.from(marked.bytes).includes(hash);
  };

  const isOld = async (hash: ContentHash, before: Date): Promise<boolean> => {
    const found = await bucket.head(keyOf(hash));
    return found !== null && found.modified.getTime() + roundedMs <= before.getTime();
  };

  return {
    async put(hash, upload) {
      for (;;) {
        const quietFor = await lookForMarks();
        const took = stopwatch();
        await upload();
        if (quietFor !== null && quietFor() < safeMs) return;
        if (await isKept(hash, took())) return;
      }
    },

    async sweep(hashes, before, signal) {
      const left = (await listMarks()).filter(({ modified }) => modified < before);
      if (left.length > 0) await bucket.delete(left.map(({ key }) => key));
      if (hashes.length === 0) return 0;

      const mark = folder + randomUUID();
      const since = stopwatch();
      await bucket.put(mark, Buffer.from(hashes.join('\n')), { type: 'text/plain' });
      let isUnderWay = false;
      let deleted = 0;
      try {
        await delay(waitMs, undefined, { signal }).catch(() => {});
        for (let first = 0; first < hashes.length; first += batchSize) {
          const batch = hashes.slice(first, first + batchSize);
          const ages = await Promise.all(batch.map((hash) => isOld(hash, before)));
          const old = batch.filter((_, i) => ages[i]);
          if (signal?.aborted === true || since() > waitMs + sweepingMs) break;
          if (old.length === 0) continue;
          isUnderWay = true;
          await bucket.delete(old.map(keyOf), AbortSignal.timeout(deletionTimeoutMs));
          isUnderWay = false;
          deleted += old.length;
        }
        return deleted;
      } finally {
        // A deletion whose answer was lost may still be carried out: its mark stays, for others to wait out.
        if (!isUnderWay) await bucket.delete([mark]);
      }
    },
  };
}
