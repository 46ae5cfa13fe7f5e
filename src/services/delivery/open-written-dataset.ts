import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { AppError } from '#core/app-error.ts';
import { type FoundEntry, readZipDirectory } from '#core/dataset/read-zip-directory.ts';
import { localHeader } from '#core/dataset/zip-headers.ts';
import { markerFile } from '../dataset-target.ts';

const chunkSize = 256 * 1024;

/** A dataset in a folder or a ZIP, to be read. Paths are relative to its top, with forward slashes. */
export type WrittenDataset = {
  readonly paths: ReadonlySet<string>;
  read(path: string): AsyncIterable<Uint8Array>;
  /** What the container itself says is wrong with a file that was read whole; `null`: nothing. */
  complain(path: string, facts: { size: number; crc32: number }): string | null;
  close(): Promise<void>;
};

/** Throws AppError `not_found` where nothing is, `file_refused` for what is no dataset. */
export async function openWrittenDataset(path: string): Promise<WrittenDataset> {
  const found = await stat(path).catch(() => null);
  if (found === null) throw new AppError('not_found', `There is nothing at ${path}.`);
  return found.isDirectory() ? openFolder(path) : openZip(path, found.size);
}

async function openFolder(given: string): Promise<WrittenDataset> {
  const top = await findTop(given);
  const paths = new Set<string>();
  for (const entry of await readdir(top, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) continue;
    paths.add(relative(top, join(entry.parentPath, entry.name)).split(sep).join('/'));
  }
  return {
    paths,
    read: (path) => createReadStream(join(top, ...path.split('/'))),
    complain: () => null,
    close: async () => {},
  };
}

/** The folder itself, or the one that a ZIP was unpacked to in it. */
async function findTop(given: string): Promise<string> {
  const isTop = (names: readonly string[]): boolean =>
    names.includes(markerFile) || names.some((name) => name.startsWith('SHA256SUMS'));
  const names = await readdir(given);
  if (isTop(names)) return given;
  for (const name of names) {
    const below = await readdir(join(given, name)).catch(() => []);
    if (isTop(below)) return join(given, name);
  }
  throw new AppError('file_refused', `${given} holds no dataset of Red Rabbit: ${markerFile} is missing.`);
}

async function openZip(path: string, length: number): Promise<WrittenDataset> {
  const file = await open(path);
  try {
    const readAt = async (offset: number, size: number): Promise<Uint8Array> => {
      const bytes = new Uint8Array(size);
      const { bytesRead } = await file.read(bytes, 0, size, offset);
      if (bytesRead !== size) throw new AppError('file_refused', `${path} became shorter while it was read.`);
      return bytes;
    };
    const found = await readZipDirectory(length, readAt);
    const entries = new Map<string, FoundEntry>();
    const folder = found[0]?.name.split('/')[0] ?? '';
    for (const entry of found) {
      if (!entry.name.startsWith(`${folder}/`)) {
        throw new AppError(
          'file_refused',
          `${path} holds more than one folder, so it is no dataset of Red Rabbit.`,
        );
      }
      entries.set(entry.name.slice(folder.length + 1), entry);
    }
    const bare = (bytes: Uint8Array): Buffer => Buffer.concat([bytes.subarray(0, 10), bytes.subarray(14)]);
    return {
      paths: new Set(entries.keys()),
      async *read(name) {
        const entry = entries.get(name)!;
        const expected = localHeader(entry, new Date(0));
        const header = await readAt(entry.at - expected.length, expected.length);
        // All but the time: unpackers read this header, and it has to say what the directory says.
        if (!bare(header).equals(bare(expected))) {
          throw new AppError('file_refused', 'Its header in the ZIP is damaged.');
        }
        for (let at = 0; at < entry.size; at += chunkSize) {
          yield await readAt(entry.at + at, Math.min(chunkSize, entry.size - at));
        }
      },
      complain: (name, { crc32 }) =>
        entries.get(name)!.crc32 === crc32 ? null : 'Its checksum in the ZIP is another.',
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}
