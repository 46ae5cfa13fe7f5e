import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename } from 'node:fs/promises';
import { promisify } from 'node:util';
import { inject } from 'vitest';

/**
 * Fills a data folder that is empty with what a first start leaves in one: database, tables, sample project. Whoever asks first in
 * a run of tests has it made, by such a start that ends again; later ones copy it. Whoever asks meanwhile is left to a
 * first start of their own.
 */
export async function fillDataFolder(
  dataDir: string,
  startOnce: (folder: string) => Promise<void>,
): Promise<void> {
  const template = inject('firstDataFolder');
  await mkdir(dataDir, { recursive: true });
  if ((await readdir(dataDir)).length > 0) return;
  if (!existsSync(template)) {
    const making = `${template}.making`;
    try {
      await mkdir(making);
    } catch {
      return;
    }
    await startOnce(making);
    await rename(making, template);
  }
  await promisify(execFile)('cp', ['-a', `${template}/.`, dataDir]);
}
