import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Storage } from '#adapters/storage/port.ts';
import { type FrozenFile, readFrozenFile, type Stretch } from '#core/dataset/frozen-file.ts';
import { type ByteRange, gatherChunks, notAsPlanned, zipPieces } from '#core/dataset/stream-zip.ts';
import type { ZipDirectory } from '#core/dataset/zip-headers.ts';
import { readAhead } from './read-ahead.ts';

export type StoredPart = {
  readonly listHash: string;
  /** Of the whole version. */
  readonly packs: readonly string[];
  readonly folder: string;
  readonly modified: string;
  readonly directory: ZipDirectory;
};

type Objects = Pick<Storage, 'open' | 'get'>;

/** A file lies in a pack or two; one of 500 MB, the longest text there can be, in 250. */
const longestLine = 65_536;

/** Up to here an object is read at once, and larger ones in such pieces: that costs less than a stream, and holds little. */
const blockSize = 1024 * 1024;

/**
 * Blocks that are loaded while those before them are sent, of 1 MB at most: what comes from afar takes its time. Each of
 * them has a header before it in a ZIP of pictures.
 */
const aheadInZip = 8;
const aheadInFile = 4;

/** A file, and where its line begins in the list. */
export type ListedFile = { readonly file: FrozenFile; readonly at: number };

/** The files of a part, in the order of its ZIP: read line by line, never all at once. */
export async function* frozenFiles(storage: Objects, listHash: string): AsyncGenerator<ListedFile> {
  let at = 0;
  for await (const line of linesOf((await storage.open(listHash)).body)) {
    yield { file: readFrozenFile(line), at };
    // Names are ASCII, so a character is a byte.
    at += line.length + 1;
  }
}

/** The file whose line begins there; `undefined` where none does. */
export async function frozenFileAt(
  storage: Objects,
  listHash: string,
  at: number,
): Promise<FrozenFile | undefined> {
  const { body, size } = await storage.open(listHash, { start: Math.max(at - 1, 0), end: at + longestLine });
  if (at >= size) {
    body.destroy();
    return undefined;
  }
  let isFirst = at > 0;
  for await (const line of linesOf(body)) {
    if (!isFirst) return readFrozenFile(line);
    // What ends just before.
    if (line !== '') return undefined;
    isFirst = false;
  }
  return undefined;
}

/**
 * A stretch of a part's ZIP. The next few blocks are read while one is sent, and no more than these are held, however slowly it
 * goes. Throws when an object is not as long as planned.
 */
export function streamPart(storage: Objects, part: StoredPart, range: ByteRange): AsyncGenerator<Uint8Array> {
  const reader = createBlockReader(storage, part.packs);
  const blocks = async function* (): AsyncGenerator<Block | Uint8Array> {
    const zip = {
      modified: part.modified,
      directory: part.directory,
      entries: async function* () {
        for await (const { file } of frozenFiles(storage, part.listHash)) {
          yield { name: `${part.folder}/${file.path}`, size: file.size, crc32: file.crc32, file };
        }
      },
    };
    for await (const piece of zipPieces(zip, range)) {
      if ('bytes' in piece) yield piece.bytes;
      else yield* reader.blocksOf(piece.entry.file, piece.range);
    }
  };
  const load = async (block: Block | Uint8Array): Promise<Uint8Array> =>
    block instanceof Uint8Array ? block : reader.load(block);
  return gatherChunks(readAhead(blocks(), load, aheadInZip));
}

/** Reads stretches of files, some blocks ahead. */
export function createFileReader(
  storage: Objects,
  packs: readonly string[],
): (file: FrozenFile, range: ByteRange) => AsyncGenerator<Uint8Array> {
  const reader = createBlockReader(storage, packs);
  return (file, range) => readAhead(reader.blocksOf(file, range), (block) => reader.load(block), aheadInFile);
}

/** Some of an object's bytes, or of a pack's. */
type Block = {
  readonly file: FrozenFile;
  readonly from: Stretch[0];
  readonly start: number;
  readonly length: number;
  /** The object is small, and all of it belongs to the file: it is asked for without a range. */
  readonly isWhole: boolean;
};

type BlockReader = {
  blocksOf(file: FrozenFile, range: ByteRange): AsyncGenerator<Block>;
  load(block: Block): Promise<Uint8Array>;
};

/** The packs that were read last are kept, since small files lie in them one after the other. */
function createBlockReader(storage: Objects, packs: readonly string[]): BlockReader {
  const held = new Map<number, Promise<Uint8Array>>();
  const readPack = (number: number): Promise<Uint8Array> => {
    const known = held.get(number) ?? storage.get(packs[number]!);
    // The one that is read, and the next.
    const [oldest] = held.keys();
    if (!held.has(number) && held.size === 2) held.delete(oldest!);
    held.set(number, known);
    return known;
  };
  const load = async ({ from, start, length, isWhole }: Block): Promise<Uint8Array> => {
    if (typeof from === 'number') return (await readPack(from)).subarray(start, start + length);
    if (isWhole) return (await storage.get(from)).subarray(start, start + length);
    return buffer((await storage.open(from, { start, end: start + length - 1 })).body);
  };
  const stretchesOf = async (file: FrozenFile): Promise<readonly Stretch[]> => {
    const { from = [[file.sha256, 0, file.size]], isTable } = file;
    if (isTable !== true) return from;
    const pieces: Uint8Array[] = [];
    for (const [pack, start, length] of from)
      pieces.push(await load({ file, from: pack, start, length, isWhole: false }));
    return JSON.parse(Buffer.concat(pieces).toString()) as Stretch[];
  };
  return {
    async *blocksOf(file, { start, end }) {
      let offset = 0;
      for (const [from, first, length] of await stretchesOf(file)) {
        const low = Math.max(start - offset, 0);
        const high = Math.min(end - offset, length - 1);
        offset += length;
        const isWhole = first === 0 && length <= blockSize;
        const step = typeof from === 'number' ? length : blockSize;
        for (let at = low; at <= high; at += step) {
          yield { file, from, start: first + at, length: Math.min(step, high + 1 - at), isWhole };
        }
      }
    },
    async load(block) {
      const bytes = await load(block);
      if (bytes.length !== block.length) throw notAsPlanned({ name: block.file.path, size: block.file.size });
      return bytes;
    },
  };
}

async function* linesOf(body: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
}
