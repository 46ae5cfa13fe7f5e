import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '#core/app-error.ts';
import { syncFolder } from '../sync-folder.ts';
import type { ContentHash, Storage } from './port.ts';

/**
 * Objects in a folder: `objects/ab/abcdef…`, written to `incoming/` first, flushed to the disk, and
 * then renamed, so that a reader, a crash or a full disk never meets half of one. An object's time of change
 * is when it was last put, which `deletePutBefore` goes by.
 *
 * `isAlone`: no other program uses the folder, so what was being written by one that was killed is removed.
 */
export async function openLocalStorage(folder: string, options: { isAlone: boolean }): Promise<Storage> {
  const objects = join(folder, 'objects');
  const incoming = join(folder, 'incoming');
  await attempt(folder, async () => {
    await mkdir(objects, { recursive: true });
    if (options.isAlone) await rm(incoming, { recursive: true, force: true });
    await mkdir(incoming, { recursive: true });
  });

  const isObject = (name: string): boolean => /^[0-9a-f]{64}$/.test(name);
  const pathOf = (hash: ContentHash): string => {
    if (!isObject(hash)) throw new AppError('not_found', 'There is no such file.');
    return join(objects, hash.slice(0, 2), hash);
  };

  const write = async (bytes: Uint8Array, target: string): Promise<void> => {
    const temporary = join(incoming, randomUUID());
    try {
      const file = await open(temporary, 'wx');
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      // All 256 folders are there soon: one is made when it is missed.
      const isThere = await rename(temporary, target).then(() => true, unlessMissing);
      if (!isThere) {
        await mkdir(dirname(target), { recursive: true });
        await rename(temporary, target);
      }
      await syncFolder(dirname(target));
      if (!isThere) await syncFolder(objects);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => {});
      throw error;
    }
  };

  /** Says that the object was put again; false when there is none, half of one, or a damaged one. */
  const touch = async (target: string, bytes: Uint8Array): Promise<boolean> => {
    if ((await sizeOf(target)) !== bytes.byteLength) return false;
    const found = await readFile(target).catch(unlessMissing);
    if (found === false || !found.equals(bytes)) return false;
    const now = new Date();
    return utimes(target, now, now).then(() => true, unlessMissing);
  };

  const deleteOne = async (hash: ContentHash, before: Date): Promise<boolean> => {
    const target = pathOf(hash);
    const aside = join(incoming, `${hash}-${randomUUID()}`);
    // Moved first and looked at then: whoever puts it from here on finds nothing and writes it anew.
    if (!(await rename(target, aside).then(() => true, unlessMissing))) return false;
    const isOld = (await stat(aside)).mtime < before;
    await (isOld ? rm(aside) : rename(aside, target));
    return isOld;
  };

  return {
    kind: 'folder',
    place: folder,
    async put(bytes) {
      const hash = createHash('sha256').update(bytes).digest('hex');
      const target = pathOf(hash);
      await attempt(folder, async () => {
        if (!(await touch(target, bytes))) await write(bytes, target);
      });
      return hash;
    },
    async get(hash) {
      return readFile(pathOf(hash)).catch(missing);
    },
    async open(hash, range) {
      const file = await open(pathOf(hash)).catch(missing);
      try {
        const { size } = await file.stat();
        return { size, body: file.createReadStream(range) };
      } catch (error) {
        await file.close();
        throw error;
      }
    },
    size: (hash) => sizeOf(pathOf(hash)),
    async *list() {
      for (const prefix of (await readdir(objects)).sort()) {
        const names = await readdir(join(objects, prefix)).catch(() => []);
        for (const hash of names.filter(isObject).sort()) {
          const found = await stat(join(objects, prefix, hash)).catch(unlessMissing);
          if (found !== false) yield { hash, size: found.size, putAt: found.mtime };
        }
      }
    },
    async deletePutBefore(hashes, before, signal) {
      let deleted = 0;
      for (const hash of hashes) {
        if (signal?.aborted === true) break;
        if (await deleteOne(hash, before)) deleted++;
      }
      return deleted;
    },
    async claim(owner) {
      const mark = join(folder, 'owner');
      return attempt(folder, async () => {
        const marked = await readFile(mark, 'utf8').catch(unlessMissing);
        // Empty: a power cut came between its making and its content.
        if (marked !== false && marked !== '') return marked;
        await writeFile(mark, owner, { flag: marked === '' ? 'w' : 'wx', flush: true }).catch(unlessThere);
        return readFile(mark, 'utf8');
      });
    },
    async checkWritable() {
      const probe = join(incoming, `probe-${randomUUID()}`);
      await attempt(folder, async () => {
        const file = await open(probe, 'wx');
        await file.close();
        await rm(probe);
        await readdir(objects);
      });
    },
    link: async () => null,
    uploadLink: async () => null,
    linkOrigin: async () => null,
    close: async () => {},
  };
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/** For a promise that may find nothing. */
function unlessMissing(error: unknown): false {
  if (isCode(error, 'ENOENT')) return false;
  throw error;
}

/** Somebody was faster. */
function unlessThere(error: unknown): void {
  if (!isCode(error, 'EEXIST')) throw error;
}

function missing(error: unknown): never {
  if (isCode(error, 'ENOENT')) {
    throw new AppError('not_found', 'The file is no longer in the data folder.', { cause: error });
  }
  throw error;
}

/** Turns what a disk can say into a sentence. */
async function attempt<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isCode(error, 'ENOSPC', 'EDQUOT')) {
      throw new AppError(
        'storage_full',
        `The disk that holds ${folder} is full. Free some space, then try again.`,
        {
          cause: error,
        },
      );
    }
    if (isCode(error, 'EACCES', 'EPERM', 'EROFS')) {
      throw new AppError(
        'storage_read_only',
        `The folder ${folder} cannot be written to. Give this user the right to write there, or set DATA_DIR to another folder.`,
        { cause: error },
      );
    }
    throw error;
  }
}

function isCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
