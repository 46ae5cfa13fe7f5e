import { Readable } from 'node:stream';
import { callbackify } from 'node:util';
import { crc32 } from 'node:zlib';
import { type Entry, fromRandomAccessReaderPromise, getFileNameLowLevel, RandomAccessReader } from 'yauzl';
import { AppError } from '#core/app-error.ts';
import { archiveLimits } from '#core/dataset/import/archive-limits.ts';
import { readArchivePath } from '#core/dataset/import/archive-path.ts';
import { isPicturePath } from '#core/dataset/import/labelled-picture.ts';
import type { ReadAt } from '#core/dataset/read-zip-directory.ts';
import { MAX_LOCAL_BYTES } from '#imaging/codec.ts';
import type { LabelFolder } from './open-label-folder.ts';

const chunkSize = 256 * 1024;
const nothing = Buffer.alloc(0);
const locked = 'is protected by a password, or a part of it is. Pack it without one.';

/**
 * A ZIP of others with pictures and labels, `length` bytes long, of which only what is asked for is unpacked, into memory.
 * `name` is what people call it. Throws AppError `file_refused`: it is no whole ZIP, is too large once it is
 * unpacked, or holds a name that leads out of it or that two files have, or what nobody can open without a password.
 */
export async function openLabelArchive(name: string, length: number, readAt: ReadAt): Promise<LabelFolder> {
  const refuse = (sentence: string): AppError => new AppError('file_refused', `${name} ${sentence}`);
  const whole = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      // The storage has sentences of its own.
      if (cause instanceof AppError) throw cause;
      // The library's own word for what it reads no further.
      const isLocked = cause instanceof Error && cause.message.includes('encryption');
      const sentence = isLocked
        ? locked
        : 'is no ZIP, or not a whole one: it was cut off or damaged. Pack it again.';
      throw new AppError('file_refused', `${name} ${sentence}`, { cause });
    }
  };
  const options = { lazyEntries: true, decodeStrings: false, autoClose: false };
  const zip = await whole(() => fromRandomAccessReaderPromise(new RangeReader(readAt), length, options));
  const { files, unpackedBytes, textBytes, allTextBytes } = archiveLimits;
  if (zip.entryCount > files) {
    throw refuse(`holds ${zip.entryCount} files, more than ${files}. Pack them into several.`);
  }
  const entries = new Map<string, Entry>();
  let total = 0;
  let holdsArchives = false;
  await whole(async () => {
    for await (const entry of zip.eachEntry()) {
      const given = nameOf(entry);
      if (given.endsWith('/') || given.endsWith('\\')) continue;
      const read = readArchivePath(given);
      if ('wrong' in read) {
        throw refuse(`holds a file whose name ${read.wrong}: “${shown(given)}”. Rename it, and pack again.`);
      }
      // Links may lead anywhere.
      if (read.path === null || isLink(entry)) continue;
      if (entries.has(read.path)) {
        throw refuse(`holds two files named “${shown(read.path)}”, and which one is meant nobody can tell.`);
      }
      total += entry.uncompressedSize;
      if (total > unpackedBytes) {
        throw refuse(`unpacks to more than ${megabytes(unpackedBytes)} MB. Pack it as several.`);
      }
      if (entry.isEncrypted()) throw refuse(locked);
      holdsArchives ||= /\.(zip|7z|rar|tar|t?gz)$/i.test(read.path);
      entries.set(read.path, lightened(entry));
    }
  });
  if (![...entries.keys()].some(isPicturePath)) {
    const hint = holdsArchives ? ' What is packed in it once more is not opened: unpack that first.' : '';
    throw refuse(`holds no picture (JPEG, PNG, WebP).${hint}`);
  }

  const readFile = async (path: string, most: number, hint: string): Promise<Buffer> => {
    const entry = entries.get(path);
    if (entry === undefined) throw new AppError('not_found', `${name} holds no file ${path}.`);
    if (entry.uncompressedSize > most) {
      throw new AppError(
        'file_refused',
        `${path} is ${megabytes(entry.uncompressedSize)} MB, more than ${megabytes(most)} MB: ${hint}.`,
      );
    }
    const bytes = await unpack(zip.openReadStreamPromise(entry), path);
    if (bytes.length === entry.uncompressedSize && crc32(bytes) === entry.crc32) return bytes;
    throw damaged(path);
  };
  const texts = new Set<string>();
  let textLeft: number = allTextBytes;
  return {
    paths: new Set(entries.keys()),
    async readText(path) {
      const bytes = await readFile(path, textBytes, 'split it up');
      if (!texts.has(path)) textLeft -= bytes.length;
      texts.add(path);
      if (textLeft >= 0) return bytes.toString('utf8');
      throw refuse(`holds more than ${megabytes(allTextBytes)} MB of labels. Pack it as several.`);
    },
    readPicture: (path) => readFile(path, MAX_LOCAL_BYTES, 'save it as JPEG or at a smaller size'),
  };
}

/** Never more than the directory says, which the library sees to. */
async function unpack(opened: Promise<Readable>, path: string): Promise<Buffer> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of await opened) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw damaged(path, cause);
  }
}

/** By what is known of it, and not by what its flag claims: many packers write UTF-8 without saying so. */
function nameOf({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(fileNameRaw);
  } catch {
    const unmarked = generalPurposeBitFlag & ~0x800;
    return getFileNameLowLevel(unmarked, fileNameRaw, extraFields, true);
  }
}

/** Made on Unix, the upper half of the attributes is its file mode. */
function isLink({ versionMadeBy, externalFileAttributes }: Entry): boolean {
  const mode = externalFileAttributes >>> 16;
  return versionMadeBy >>> 8 === 3 && (mode & 0o170000) === 0o120000;
}

/** A hundred thousand are kept, each of which may bring 128 KB that nobody needs. */
function lightened(entry: Entry): Entry {
  return Object.assign(entry, {
    fileNameRaw: nothing,
    extraFieldRaw: nothing,
    fileCommentRaw: nothing,
    extraFields: [],
    fileName: '',
    fileComment: '',
    comment: '',
  });
}

class RangeReader extends RandomAccessReader {
  readonly #readAt: ReadAt;

  constructor(readAt: ReadAt) {
    super();
    this.#readAt = readAt;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    const readAt = this.#readAt;
    const chunks = async function* (): AsyncGenerator<Uint8Array> {
      for (let at = start; at < end; at += chunkSize) yield readAt(at, Math.min(chunkSize, end - at));
    };
    return Readable.from(chunks(), { objectMode: false });
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    const copy = async (): Promise<void> => buffer.set(await this.#readAt(position, length), offset);
    callbackify(copy)(callback);
  }
}

function damaged(path: string, cause?: unknown): AppError {
  return new AppError('file_refused', `${path} is damaged in the ZIP. Pack it again.`, { cause });
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1024 ** 2);
}

function shown(name: string): string {
  const seen = name.replaceAll(/\p{Cc}/gu, '�');
  return seen.length <= 80 ? seen : `${seen.slice(0, 80)}…`;
}
