import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { link, lstat, mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '#core/app-error.ts';
import type { DatasetPlan } from '#core/dataset/plan-dataset.ts';
import { archiveDataset, fileBytes, type ReadPicture } from './dataset-archive.ts';

/**
 * A dataset on its way to a folder or a `.zip`: everything is written beside the target and takes its
 * name only when it is whole, so a target is either absent, as it was, or complete.
 */
export type DatasetOutput = {
  /** Keeps a picture until the dataset is planned. */
  keep(name: string, bytes: Uint8Array): Promise<void>;
  readKept(name: string): AsyncIterable<Uint8Array>;
  /** Writes the planned files and puts the target in its place. */
  finish(plan: DatasetPlan, options: { modified: string; readPicture: ReadPicture }): Promise<void>;
  /** Leaves nothing behind. Harmless after `finish`. */
  discard(): Promise<void>;
};

/** What tells a dataset of ours from a folder that `--force` must not touch. */
const markerFile = 'manifest.jsonl';

/** Throws AppError `conflict` when the target is there already and may not be replaced. */
export async function openDatasetOutput(target: string, options: { force: boolean }): Promise<DatasetOutput> {
  const path = resolve(target);
  const isZip = path.toLowerCase().endsWith('.zip');
  await checkTarget(path, isZip, options.force);
  const work = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}.partial`);
  const kept = join(work, 'kept');
  const staged = join(work, 'dataset');
  await explained(path, async () => {
    await mkdir(kept, { recursive: true });
    await mkdir(staged);
  });

  const writeFolder = async (plan: DatasetPlan, readPicture: ReadPicture): Promise<void> => {
    const written = new Map<number, string>();
    for (const file of plan.files) {
      const to = join(staged, ...file.path.split('/'));
      await mkdir(dirname(to), { recursive: true });
      const before = file.content.kind === 'picture' ? written.get(file.content.imageId) : undefined;
      if (before === undefined) {
        await pipeline(Readable.from(fileBytes(file, readPicture)), createWriteStream(to));
        if (file.content.kind === 'picture') written.set(file.content.imageId, to);
      } else {
        // One picture in two places of the layout is one file on the disk, where the disk can do that.
        await link(before, to).catch(() => pipeline(createReadStream(before), createWriteStream(to)));
      }
    }
    await replace(path, staged, work);
  };

  const writeZip = async (
    plan: DatasetPlan,
    { modified, readPicture }: { modified: string; readPicture: ReadPicture },
  ): Promise<void> => {
    const archive = await archiveDataset(plan, {
      folder: basename(path).slice(0, -4) || 'dataset',
      modified,
      readPicture,
    });
    const partial = join(work, 'archive.zip');
    await pipeline(Readable.from(archive.bytes(), { objectMode: false }), createWriteStream(partial));
    await flush(partial);
    await rename(partial, path);
  };

  return {
    keep: (name, bytes) => explained(path, () => writeFile(join(kept, name), bytes)),
    readKept: (name) => createReadStream(join(kept, name)),
    finish: async (plan, rest) => {
      await explained(path, () => (isZip ? writeZip(plan, rest) : writeFolder(plan, rest.readPicture)));
      await rm(work, { recursive: true, force: true });
    },
    discard: () => rm(work, { recursive: true, force: true }),
  };
}

async function checkTarget(path: string, isZip: boolean, force: boolean): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found === null) return;
  if (isZip) {
    if (found.isDirectory())
      throw new AppError('conflict', `${path} is a folder. Name a file, or a folder without .zip.`);
    if (!force)
      throw new AppError(
        'conflict',
        `${path} is there already. Choose another name, or add --force to replace it.`,
      );
    return;
  }
  if (!found.isDirectory())
    throw new AppError('conflict', `${path} is a file. Choose a folder, or a name that ends in .zip.`);
  const entries = await readdir(path);
  if (entries.length === 0) return;
  if (!force) {
    throw new AppError(
      'conflict',
      `${path} is not empty. Choose another folder, or add --force to replace the dataset in it.`,
    );
  }
  if (!entries.includes(markerFile)) {
    throw new AppError(
      'conflict',
      `${path} holds something else than a dataset of Red Rabbit, so --force does not replace it. Empty it yourself, or choose another folder.`,
    );
  }
}

/** Puts `staged` where `path` is. What was there goes last, so a crash leaves one of the two. */
async function replace(path: string, staged: string, work: string): Promise<void> {
  const there = await lstat(path).catch(() => null);
  if (there !== null) await rename(path, join(work, 'replaced'));
  await rename(staged, path);
}

async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Turns what a disk can say into a sentence. */
async function explained<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      throw new AppError(
        'storage_full',
        `The disk is full: ${path} was not written. Free some space, then try again.`,
        { cause: error },
      );
    }
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
      throw new AppError(
        'storage_read_only',
        `${path} cannot be written here. Choose a folder that you may write to.`,
        { cause: error },
      );
    }
    if (code === 'ENOTDIR' || code === 'ENAMETOOLONG') {
      throw new AppError('bad_request', `${path} is no place for a dataset (${code}). Choose another.`, {
        cause: error,
      });
    }
    throw error;
  }
}
