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
 * The archive's bytes, or a stretch of them: same entries, same bytes, wherever a reader begins. One entry is open at a time
 * and headers are made one by one, so nothing grows with the archive. Throws when an entry is not as long as planned (its file has changed since): what was sent until
 * then is shorter than announced, so no reader takes it for whole.
 */
export function streamZip<E extends ZipEntry>(
  zip: PlannedZip<E>,
  read: ReadEntry<E>,
  range: ByteRange = { start: 0, end: zipLength(zip.directory) - 1 },
): AsyncGenerator<Uint8Array> {
  const chunks = async function* (): AsyncGenerator<Uint8Array> {
    for await (const piece of zipPieces(zip, range)) {
      if ('bytes' in piece) {
        yield piece.bytes;
        continue;
      }
      let left = piece.range.end - piece.range.start + 1;
      for await (const chunk of read(piece.entry, piece.range)) {
        left -= chunk.length;
        if (left < 0) break;
        yield chunk;
      }
      if (left !== 0) throw notAsPlanned(piece.entry);
    }
  };
  return gatherChunks(chunks());
}

/** For an entry whose content is shorter or longer than its header says. */
export function notAsPlanned({ name, size }: Pick<ZipEntry, 'name' | 'size'>): Error {
  return new Error(`"${name}" is not ${size} bytes long any more.`);
}

/** Bytes of headers, or an entry and which of its bytes come there: never none. */
export type ZipPiece<E extends ZipEntry> =
  | { readonly bytes: Uint8Array }
  | { readonly entry: E; readonly range: ByteRange };

/** What a stretch of the archive is made of, one after the other. */
export async function* zipPieces<E extends ZipEntry>(
  zip: PlannedZip<E>,
  range: ByteRange,
): AsyncGenerator<ZipPiece<E>> {
  const modified = new Date(zip.modified);
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
    if (inHeader !== null) yield { bytes: cut(localHeader(entry, modified), inHeader) };
    const inContent = meet(entry.size);
    if (inContent !== null) yield { entry, range: inContent };
  }
  if (range.end >= zip.directory.start) {
    offset = zip.directory.start;
    let start = 0;
    for await (const entry of zip.entries()) {
      const sizes = headerSizes(entry, start);
      const inHeader = meet(sizes.central);
      if (inHeader !== null) yield { bytes: cut(centralHeader(entry, modified, start), inHeader) };
      start += sizes.local + entry.size;
    }
    const end = endOfArchive(zip.directory);
    const inEnd = meet(end.length);
    if (inEnd !== null) yield { bytes: cut(end, inEnd) };
  }
}

function cut(bytes: Uint8Array, { start, end }: ByteRange): Uint8Array {
  return bytes.subarray(start, end + 1);
}

/** Puts small pieces together, and hands on large ones as they are. */
export async function* gatherChunks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gather = createGatherer();
  for await (const chunk of chunks) yield* gather.add(chunk);
  yield* gather.rest();
}

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
