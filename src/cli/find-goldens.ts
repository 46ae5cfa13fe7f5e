import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { glob } from 'tinyglobby';
import { markerFile } from '#services/dataset-target.ts';
import { UsageError } from './usage-error.ts';

const pictures = '**/*.{jpg,jpeg,png,webp}';

/**
 * The files that `--golden` names: files as they are, folders with all pictures in them, and patterns.
 * Absolute, sorted, each once. Throws a UsageError for whatever names nothing.
 */
export async function findGoldens(given: readonly string[], say: (note: string) => void): Promise<string[]> {
  const found = new Set<string>();
  for (const name of given) {
    const files = await filesOf(name, say);
    if (files.length === 0)
      throw new UsageError(
        `--golden ${name}: there is no picture there. Give a file, a folder, or a pattern in quotes.`,
      );
    for (const file of files) found.add(resolve(file));
  }
  return [...found].sort();
}

async function filesOf(name: string, say: (note: string) => void): Promise<string[]> {
  const facts = await stat(name).catch(() => null);
  if (facts?.isFile()) return [name];
  if (facts?.isDirectory()) return picturesIn(resolve(name), say);
  if (!/[*?[{]/.test(name)) return [];
  // Windows users write patterns with backslashes.
  const pattern = process.platform === 'win32' ? name.replaceAll('\\', '/') : name;
  return glob(pattern, { absolute: true, caseSensitiveMatch: false, onlyFiles: true });
}

/** Not those of datasets that were made into the folder: they show defects. */
async function picturesIn(folder: string, say: (note: string) => void): Promise<string[]> {
  const found = await glob([pictures, `**/${markerFile}`], {
    cwd: folder,
    absolute: true,
    caseSensitiveMatch: false,
  });
  const datasets = found.filter((file) => file.endsWith(`/${markerFile}`)).map((file) => dirname(file));
  for (const dataset of datasets) say(`${dataset} is a dataset; no golden photos are taken from it.`);
  return found.filter((file) => !datasets.some((dataset) => file.startsWith(`${dataset}/`)));
}
