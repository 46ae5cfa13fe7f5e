import { AppError } from '#core/app-error.ts';
import type { Storage } from '#adapters/storage/port.ts';
import { measure } from '../dataset-archive.ts';
import { inParallel } from '../in-parallel.ts';

export type ObjectFacts = { readonly size: number; readonly crc32: number };

/** What is known of stored objects without reading them. */
export type ChecksumStore = {
  known(hashes: readonly string[]): Promise<Map<string, ObjectFacts>>;
  keep(facts: ReadonlyMap<string, ObjectFacts>): Promise<void>;
};

/** Read at once. */
const parallel = 4;

/**
 * Size and CRC-32 of stored objects: those that nobody knows yet are read, and kept at once, so that whoever is
 * stopped goes on from there. Throws AppError `conflict` for an object that is not what its name says.
 */
export async function measureObjects(
  hashes: readonly string[],
  options: { storage: Pick<Storage, 'open'>; checksums: ChecksumStore; signal: AbortSignal },
): Promise<Map<string, ObjectFacts>> {
  const { storage, checksums, signal } = options;
  const found = await checksums.known(hashes);
  const unknown = new Set(hashes.filter((hash) => !found.has(hash)));
  if (unknown.size === 0) return found;
  const fresh = new Map<string, ObjectFacts>();
  try {
    await inParallel(unknown, { parallel, signal }, async (hash, stop) => {
      stop.throwIfAborted();
      const { sha256, ...facts } = await measure((await storage.open(hash)).body);
      if (sha256 !== hash) {
        throw new AppError(
          'conflict',
          `The stored picture ${hash.slice(0, 12)}… is damaged. Bring it back from a backup, then export again.`,
        );
      }
      fresh.set(hash, facts);
    });
  } finally {
    await checksums.keep(fresh);
  }
  for (const [hash, facts] of fresh) found.set(hash, facts);
  return found;
}
