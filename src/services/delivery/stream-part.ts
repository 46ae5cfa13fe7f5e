import type { Readable } from 'node:stream';
import type { Storage } from '#adapters/storage/port.ts';
import { type FrozenFile, readFrozenFile, type Stretch } from '#core/dataset/frozen-file.ts';
import { type ByteRange, streamZip } from '#core/dataset/stream-zip.ts';
import type { ZipDirectory } from '#core/dataset/zip-headers.ts';

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

/** Up to here an object is read at once: that costs less than a stream, and holds little. */
const smallObject = 1024 * 1024;

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

/** A stretch of a part's ZIP. */
export function streamPart(storage: Objects, part: StoredPart, range: ByteRange): AsyncGenerator<Uint8Array> {
  const read = createFileReader(storage, part.packs);
  return streamZip(
    {
      modified: part.modified,
      directory: part.directory,
      entries: async function* () {
        for await (const { file } of frozenFiles(storage, part.listHash)) {
          yield { name: `${part.folder}/${file.path}`, size: file.size, crc32: file.crc32, file };
        }
      },
    },
    ({ file }, stretch) => read(file, stretch),
    range,
  );
}

/** Reads stretches of files. The pack that was read last is kept, since small files lie in it one after the other. */
export function createFileReader(
  storage: Objects,
  packs: readonly string[],
): (file: FrozenFile, range: ByteRange) => AsyncGenerator<Uint8Array> {
  let held: { number: number; bytes: Uint8Array } | null = null;
  const readPack = async (number: number): Promise<Uint8Array> => {
    if (held?.number !== number) held = { number, bytes: await storage.get(packs[number]!) };
    return held.bytes;
  };
  return async function* ({ sha256, size, from }, { start, end }) {
    const stretches: readonly Stretch[] = from ?? [[sha256, 0, size]];
    let offset = 0;
    for (const [object, first, length] of stretches) {
      const low = Math.max(start - offset, 0);
      const high = Math.min(end - offset, length - 1);
      offset += length;
      if (low > high) continue;
      if (typeof object === 'number') {
        yield (await readPack(object)).subarray(first + low, first + high + 1);
      } else if (from === undefined && size <= smallObject) {
        yield (await storage.get(object)).subarray(low, high + 1);
      } else {
        yield* (await storage.open(object, { start: first + low, end: first + high })).body;
      }
    }
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
