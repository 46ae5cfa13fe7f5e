import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm, rmdir, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { isAlive } from '#adapters/postgres/is-alive.ts';
import { slugify } from '#core/dataset/slug.ts';

export type WorkFolder = {
  readonly path: string;
  /** Removes the folder, and the folders above it that were made for it and hold nothing else. */
  remove(): Promise<void>;
};

// The name says whose it is, so that the next run can tell what a killed one has left.
const host = slugify(hostname(), 'host');
const namePattern = /^\.redrabbit-([a-z0-9-]+)-(\d+)-[0-9a-f]{8}\.partial$/;

export function isWorkFolder(name: string): boolean {
  return namePattern.test(name);
}

/** A hidden folder in `parent`, which is made if need be. Removes what killed runs left there. */
export async function makeWorkFolder(parent: string): Promise<WorkFolder> {
  const made = await makeFolders(parent);
  try {
    await removeLeftBehind(parent);
    const path = join(parent, `.redrabbit-${host}-${process.pid}-${randomBytes(4).toString('hex')}.partial`);
    await mkdir(path);
    const remove = async (): Promise<void> => {
      await rm(path, { recursive: true, force: true });
      await removeEmpty(made);
    };
    return { path, remove };
  } catch (error) {
    await removeEmpty(made);
    throw error;
  }
}

/** Work folders whose program is no more. Other machines' are left alone: nobody here can tell. */
export async function removeLeftBehind(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const [, owner, pid] = namePattern.exec(name) ?? [];
    if (owner !== host || isAlive(Number(pid))) continue;
    // Another user's may not be ours to remove, and is in nobody's way.
    await rm(join(parent, name), { recursive: true, force: true }).catch(() => {});
  }
}

/**
 * Makes a folder and those above it; returns the new ones, deepest first. (Node's own recursive `mkdir`
 * never comes back below /proc, where making a folder fails with ENOENT; seen in Node 24.)
 */
async function makeFolders(path: string): Promise<string[]> {
  const missing: string[] = [];
  for (let at = path; !(await exists(at)); at = dirname(at)) missing.push(at);
  const made: string[] = [];
  try {
    for (const folder of missing.toReversed()) {
      await mkdir(folder);
      made.unshift(folder);
    }
  } catch (error) {
    await removeEmpty(made);
    throw error;
  }
  return made;
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT' && dirname(path) !== path)
      return false;
    throw error;
  }
}

async function removeEmpty(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    const isRemoved = await rmdir(folder).then(
      () => true,
      () => false,
    );
    if (!isRemoved) return;
  }
}
