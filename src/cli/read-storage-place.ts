import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Config, readConfig } from '#config.ts';
import { UsageError } from './usage-error.ts';

/** A folder, or `s3://…`. A folder to read from has to be there: it is not made by looking. */
export async function readStoragePlace(option: '--from' | '--to', text: string): Promise<Config['storage']> {
  if (/^\w+:\/\//.test(text)) return readBucket(option, text);
  const folder = resolve(text);
  if (option === '--from' && !(await isFolder(join(folder, 'objects')))) {
    const inside = join(text, 'pictures');
    const hint = (await isFolder(join(inside, 'objects'))) ? ` Did you mean ${inside}?` : '';
    throw new UsageError(`${option}: there are no pictures in ${text}.${hint}`);
  }
  return { kind: 'folder', folder };
}

function readBucket(option: '--from' | '--to', url: string): Config['storage'] {
  const { STORAGE_FROM_ACCESS_KEY, STORAGE_FROM_SECRET_KEY, NO_EGRESS, ...others } = process.env;
  const own = option === '--from' && (STORAGE_FROM_ACCESS_KEY ?? STORAGE_FROM_SECRET_KEY) !== undefined;
  try {
    return readConfig({
      STORAGE_URL: url,
      NO_EGRESS,
      STORAGE_ACCESS_KEY: own ? STORAGE_FROM_ACCESS_KEY : others.STORAGE_ACCESS_KEY,
      STORAGE_SECRET_KEY: own ? STORAGE_FROM_SECRET_KEY : others.STORAGE_SECRET_KEY,
    }).storage;
  } catch (error) {
    throw new UsageError(`${option}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
