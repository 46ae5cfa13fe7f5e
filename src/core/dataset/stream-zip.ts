import { centralHeader, endOfArchive, headerSizes, localHeader } from './zip-headers.ts';
import type { ZipDirectory, ZipEntry } from './zip-headers.ts';
import { zipLength } from './plan-zip.ts';

export type PlannedZip<E extends ZipEntry> = {
  /** ISO 8601; the date of every entry, in UTC. */
  readonly modified: string;
  readonly directory: ZipDirectory;
  /** Asked for once for the contents and once for the directory; the same entries in the same order. */
  entries(): AsyncIterable<E> | Iterable<E>;
};

/** Both included. */
export type ByteRange = { readonly start: number; readonly end: number };

/** Opens a stretch of an entry's content. */
export type ReadEntry<E extends ZipEntry> = (entry: E, range: ByteRange) => AsyncIterable<Uint8Array>;

/** Headers are a few dozen bytes: alone, each would cost a write of its own. */
const chunkSize = 65_536;

/**
 * The archive's bytes, or a stretch of them: same entries, same bytes, wherever a reader begins. One entry is
 * open at a time and headers are made one by one, so nothing grows with the archive. Throws when an entry is
 * not as long as planned (its file has changed since): what was sent until then is shorter than announced, so
 * no reader takes it for whole.
 */
export async function* streamZip<E extends ZipEntry>(
  zip: PlannedZip<E>,
  read: ReadEntry<E>,
  range: ByteRange = { start: 0, end: zipLength(zip.directory) - 1 },
): AsyncGenerator<Uint8Array> {
  const modified = new Date(zip.modified);
  const gather = createGatherer();
  let offset = 0;
  /** Where the next `length` bytes meet the range, counted from their own beginning. */
  const meet = (length: number): ByteRange | null => {
    const from = Math.max(range.start - offset, 0);
    const to = Math.min(range.end - offset, length - 1);
    offset += length;
    return from <= to ? { start: from, end: to } : null;
  };

  for await (const entry of zip.entries()) {
    if (offset > range.end) break;
    const { local } = headerSizes(entry, 0);
    const inHeader = meet(local);
    if (inHeader !== null) yield* gather.add(cut(localHeader(entry, modified), inHeader));
    const inContent = meet(entry.size);
    if (inContent === null) continue;
    let left = inContent.end - inContent.start + 1;
    for await (const chunk of read(entry, inContent)) {
      left -= chunk.length;
      if (left < 0) break;
      yield* gather.add(chunk);
    }
    if (left !== 0) throw new Error(`"${entry.name}" is not ${entry.size} bytes long any more.`);
  }
  if (range.end >= zip.directory.start) {
    offset = zip.directory.start;
    let start = 0;
    for await (const entry of zip.entries()) {
      const sizes = headerSizes(entry, start);
      const inHeader = meet(sizes.central);
      if (inHeader !== null) yield* gather.add(cut(centralHeader(entry, modified, start), inHeader));
      start += sizes.local + entry.size;
    }
    const end = endOfArchive(zip.directory);
    const inEnd = meet(end.length);
    if (inEnd !== null) yield* gather.add(cut(end, inEnd));
  }
  yield* gather.rest();
}

function cut(bytes: Uint8Array, { start, end }: ByteRange): Uint8Array {
  return bytes.subarray(start, end + 1);
}

/** Puts small pieces together, and hands on large ones as they are. */
function createGatherer(): {
  add(bytes: Uint8Array): Generator<Uint8Array>;
  rest(): Generator<Uint8Array>;
} {
  let buffer = new Uint8Array(chunkSize);
  let filled = 0;
  const rest = function* (): Generator<Uint8Array> {
    if (filled === 0) return;
    const bytes = buffer.subarray(0, filled);
    buffer = new Uint8Array(chunkSize);
    filled = 0;
    yield bytes;
  };
  return {
    *add(bytes) {
      if (filled + bytes.length > chunkSize) yield* rest();
      if (bytes.length > chunkSize / 4) {
        yield* rest();
        yield bytes;
        return;
      }
      buffer.set(bytes, filled);
      filled += bytes.length;
    },
    rest,
  };
}
