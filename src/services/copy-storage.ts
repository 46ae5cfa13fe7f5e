import { createHash } from 'node:crypto';
import { AppError } from '#core/app-error.ts';
import type { ContentHash, Storage, StoredObject } from '#adapters/storage/port.ts';
import { inParallel } from './in-parallel.ts';

export type CopyOptions = {
  /** Objects under way at once; each is in memory as a whole meanwhile. */
  parallel: number;
  /** Objects that are there already are read back too, and compared with their names. */
  verify?: boolean;
  signal: AbortSignal;
  /** `total`: objects that are to be looked at, known before the first is. */
  onProgress?: (done: number, total: number) => void;
};

export type CopyReport = {
  /** All that the source holds. */
  objects: number;
  bytes: number;
  copied: number;
  copiedBytes: number;
  /** Were there already, in the right size; with `verify`, with the right content. */
  kept: number;
  /** What could not be copied, and why, in sentences. The copy is complete when there is none. */
  failures: { hash: ContentHash; message: string }[];
};

type Item = Pick<StoredObject, 'hash' | 'size'> & { isThere: boolean };

/**
 * Makes `to` hold every object of `from`. Deletes nothing. Resumable: what is there in the right size is not copied
 * again. Every object that is copied is compared with its name, its SHA-256, before it is put, and one that is not
 * what its name says is reported and left out.
 *
 * Throws AppError `cancelled` when stopped, and what a storage says when it can take or give nothing at all; what was
 * copied by then stays.
 */
export async function copyStorage(
  { from, to }: { from: Storage; to: Storage },
  { parallel, verify = false, signal, onProgress }: CopyOptions,
): Promise<CopyReport> {
  await to.checkWritable();
  const report: CopyReport = { objects: 0, bytes: 0, copied: 0, copiedBytes: 0, kept: 0, failures: [] };
  const items: Item[] = [];
  for await (const { hash, size, isThere } of compare(from, to)) {
    stopIf(signal);
    report.objects++;
    report.bytes += size;
    if (!isThere || verify) items.push({ hash, size, isThere });
    else report.kept++;
  }

  let done = 0;
  const total = items.length;
  onProgress?.(done, total);
  await inParallel(items, { parallel, signal }, async (item, stopped) => {
    stopIf(stopped);
    try {
      if (item.isThere && (await isWhole(to, item.hash))) report.kept++;
      else {
        const size = await copyOne(from, to, item.hash);
        report.copiedBytes += size;
        report.copied++;
      }
    } catch (error) {
      if (!isAboutOne(error)) throw error;
      report.failures.push({ hash: item.hash, message: error.message });
    }
    onProgress?.(++done, total);
  });
  report.failures.sort((a, b) => (a.hash < b.hash ? -1 : 1));
  return report;
}

/** Both lists are in the order of the names, so neither has to be held in memory to find what is in both. */
async function* compare(from: Storage, to: Storage): AsyncGenerator<Item> {
  const others = to.list()[Symbol.asyncIterator]();
  let other = await others.next();
  for await (const { hash, size } of from.list()) {
    while (other.done !== true && other.value.hash < hash) other = await others.next();
    const isThere = other.done !== true && other.value.hash === hash && other.value.size === size;
    yield { hash, size, isThere };
  }
}

/** Returns its size. */
async function copyOne(from: Storage, to: Storage, hash: ContentHash): Promise<number> {
  const bytes = await from.get(hash);
  if (sha256(bytes) !== hash) {
    throw new AppError(
      'file_refused',
      `${hash} is damaged in ${from.place}: its content is not what its name says. Bring it back from a backup and copy again.`,
    );
  }
  await to.put(bytes);
  return bytes.byteLength;
}

async function isWhole(storage: Storage, hash: ContentHash): Promise<boolean> {
  return sha256(await storage.get(hash)) === hash;
}

function sha256(bytes: Uint8Array): ContentHash {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The others concern the whole storage: a key, a full disk, a server that is away. */
function isAboutOne(error: unknown): error is AppError {
  return error instanceof AppError && (error.code === 'not_found' || error.code === 'file_refused');
}

function stopIf(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw new AppError('cancelled', 'Stopped. What has been copied stays; the same call goes on from there.');
}
