import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { AppError } from '#core/app-error.ts';
import { isPicturePath, type LabelFiles } from '#core/dataset/import/labelled-picture.ts';
import { MAX_LOCAL_BYTES } from '#imaging/codec.ts';
import { readPhoto } from '../read-photo.ts';

/** Pictures and labels of others, which are only read. Paths are relative to their top, with forward slashes. */
export type LabelFolder = LabelFiles & {
  /** Throws AppError `file_refused`. */
  readPicture(path: string): Promise<Uint8Array>;
};

/** A text is one string, which JavaScript bounds at 512 MB. */
const longestText = 256 * 1024 * 1024;

/** Throws AppError `not_found`, and `bad_request` where no picture is in it. */
export async function openLabelFolder(folder: string): Promise<LabelFolder> {
  const found = await stat(folder).catch(() => null);
  if (found?.isDirectory() !== true) throw new AppError('not_found', `${folder} is no folder.`);
  const paths = new Set<string>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    // Links may lead out of the folder.
    if (entry.isFile()) paths.add(relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
  }
  if (![...paths].some(isPicturePath)) {
    throw new AppError('bad_request', `There is no picture (JPEG, PNG, WebP) in ${folder} or below it.`);
  }
  const at = (path: string): string => join(folder, ...path.split('/'));
  return {
    paths,
    async readText(path) {
      const { size } = await stat(at(path));
      if (size > longestText) {
        const megabytes = Math.round(size / 1024 / 1024);
        throw new AppError('file_refused', `${path} is ${megabytes} MB, more than 256 MB: split it up.`);
      }
      return readFile(at(path), 'utf8');
    },
    readPicture: (path) => readPhoto(at(path), path, MAX_LOCAL_BYTES),
  };
}
