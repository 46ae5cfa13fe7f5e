import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { glob } from 'tinyglobby';
import { UsageError } from './usage-error.ts';

const pictures = '**/*.{jpg,jpeg,png,webp}';

/**
 * The files that `--golden` names: files as they are, folders with all pictures in them, and patterns.
 * Sorted, each once. Throws a UsageError for whatever names nothing.
 */
export async function findGoldens(given: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const name of given) {
    const files = await filesOf(name);
    if (files.length === 0)
      throw new UsageError(
        `--golden ${name}: there is no picture there. Give a file, a folder, or a pattern in quotes.`,
      );
    for (const file of files) found.add(resolve(file));
  }
  return [...found].sort();
}

async function filesOf(name: string): Promise<string[]> {
  const facts = await stat(name).catch(() => null);
  if (facts?.isFile()) return [name];
  if (facts?.isDirectory()) return glob(pictures, { cwd: name, absolute: true, caseSensitiveMatch: false });
  if (!/[*?[{]/.test(name)) return [];
  // Windows users write patterns with backslashes.
  const pattern = process.platform === 'win32' ? name.replaceAll('\\', '/') : name;
  return glob(pattern, { absolute: true, caseSensitiveMatch: false, onlyFiles: true });
}
