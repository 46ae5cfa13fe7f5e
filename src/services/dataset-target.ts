import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { AppError } from '#core/app-error.ts';
import { checksumFileName } from '#core/dataset/checksum-file.ts';
import { exportRecordName } from '#core/dataset/export-record.ts';
import { formatWriters } from '#core/dataset/formats/format-writers.ts';
import { isWorkFolder, removeLeftBehind } from './work-folder.ts';

export type DatasetTarget = {
  /** Absolute, links resolved. */
  readonly path: string;
  readonly kind: 'zip' | 'new-folder' | 'folder';
  /** Where the work folder belongs: on the target's own disk, so that a rename is all that is left. */
  readonly workIn: string;
};

/** Stands in every dataset, and tells one from a folder that `--force` must not touch. */
export const markerFile = 'manifest.jsonl';

/** Whatever a dataset of ours may have at its top. Anything else in a folder is the user's, and stays. */
export const datasetEntries: ReadonlySet<string> = new Set([
  markerFile,
  'README.md',
  checksumFileName({ number: 1, of: 1 }),
  exportRecordName,
  'images',
  ...Object.values(formatWriters).flatMap(({ entries }) => entries),
]);

/** Where a dataset is to go. Throws AppError `conflict` when something is there that may not be replaced. */
export async function findDatasetTarget(given: string, options: { force: boolean }): Promise<DatasetTarget> {
  if (given.trim() === '') {
    throw new AppError('conflict', 'The output has no name. Name a new folder, or a file that ends in .zip.');
  }
  const asked = resolve(given);
  const path = await realpath(asked).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return asked;
    throw error;
  });
  const found = await stat(path).catch(() => null);
  if (basename(asked).toLowerCase().endsWith('.zip')) {
    if (found !== null) checkFile(path, found.isFile(), options.force);
    return { path, kind: 'zip', workIn: dirname(path) };
  }
  if (found === null) return { path, kind: 'new-folder', workIn: dirname(path) };
  if (!found.isDirectory()) {
    throw new AppError('conflict', `${path} is a file. Choose a folder, or a name that ends in .zip.`);
  }
  await removeLeftBehind(path);
  checkFolder(path, await readdir(path), options.force);
  return { path, kind: 'folder', workIn: path };
}

function checkFile(path: string, isFile: boolean, force: boolean): void {
  if (!isFile) throw new AppError('conflict', `${path} is a folder. Name a file, or a folder without .zip.`);
  if (force) return;
  throw new AppError(
    'conflict',
    `${path} is there already. Choose another name, or add --force to replace it.`,
  );
}

function checkFolder(path: string, entries: readonly string[], force: boolean): void {
  if (entries.length === 0) return;
  if (entries.some(isWorkFolder)) {
    throw new AppError(
      'conflict',
      `Another run is writing to ${path}. Wait for it, or choose another folder.`,
    );
  }
  if (!force) {
    throw new AppError(
      'conflict',
      `${path} is not empty. Choose another folder, or add --force to replace the dataset in it.`,
    );
  }
  if (entries.includes(markerFile)) return;
  throw new AppError(
    'conflict',
    `${path} holds something else than a dataset of Red Rabbit, so --force does not replace it. Empty it yourself, or choose another folder.`,
  );
}
