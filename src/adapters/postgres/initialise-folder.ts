import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { AppError } from '#core/app-error.ts';
import { syncFolder } from '../sync-folder.ts';
import { isAlive } from './is-alive.ts';
import { essenceOf } from './postgres-log.ts';
import { postgresEnvironment, type RunAs } from './run-as.ts';

const run = promisify(execFile);

/** The one role of the database. It owns everything. */
export const roleName = 'redrabbit';

const passwordFile = 'redrabbit.password';
const abandonedAfterMs = 60 * 60 * 1000;

/**
 * The password that belongs to the data folder, or undefined if there is no data folder yet.
 * @throws AppError `database_unavailable` when the folder holds something else than a database made here
 */
export async function readPassword(folder: string): Promise<string | undefined> {
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (entries.length === 0) return undefined;
  if (entries.includes('PG_VERSION') && entries.includes(passwordFile)) {
    return (await readFile(join(folder, passwordFile), 'utf8')).trim();
  }
  throw new AppError(
    'database_unavailable',
    `The folder ${folder} is not a database that Red Rabbit made: move it away, or set DATA_DIR to another folder.`,
  );
}

/**
 * Makes a database in `folder`: beside it first, flushed to disk, and put in place by one rename, so that a
 * program killed half-way leaves nothing that looks like a database. If another program was quicker, its folder stays.
 */
export async function initialiseFolder(folder: string, initdb: string, runAs: RunAs): Promise<void> {
  const parent = dirname(folder);
  const workshop = join(parent, `${basename(folder)}.init-${process.pid}-${randomBytes(4).toString('hex')}`);
  const data = join(workshop, 'data');
  const password = join(workshop, passwordFile);
  try {
    await mkdir(data, { recursive: true, mode: 0o700 });
    await writeDurably(password, randomBytes(24).toString('base64url'));
    if (runAs.owner) {
      for (const path of [data, password, workshop]) await chown(path, runAs.owner.uid, runAs.owner.gid);
    }
    await runInitdb(initdb, runAs, data, password);
    await rename(password, join(data, passwordFile));
    await syncFolder(data);
    await rename(data, folder);
    await syncFolder(parent);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST' && code !== 'EPERM') throw error;
    if ((await readPassword(folder)) === undefined) throw error;
  } finally {
    await rm(workshop, { recursive: true, force: true, maxRetries: 3 });
  }
}

/**
 * Removes what programs that were killed while they initialised have left beside `folder`. A left-over that
 * cannot be removed now (its initdb may still be writing) is left to the next start.
 */
export async function removeAbandoned(folder: string): Promise<void> {
  const parent = dirname(folder);
  for (const entry of await readdir(parent)) {
    const pid = new RegExp(`^${basename(folder)}\\.init-(\\d+)-`).exec(entry)?.[1];
    if (pid === undefined) continue;
    const path = join(parent, entry);
    const age = Date.now() - ((await stat(path).catch(() => undefined))?.mtimeMs ?? 0);
    if (isAlive(Number(pid)) && age < abandonedAfterMs) continue;
    await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function runInitdb(initdb: string, runAs: RunAs, data: string, password: string): Promise<void> {
  const [command, ...args] = [
    ...runAs.prefix,
    initdb,
    `--pgdata=${data}`,
    `--username=${roleName}`,
    `--pwfile=${password}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--no-locale',
    // Byte order that knows letters, and never changes with the system's libraries.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ];
  try {
    await run(command, args, { env: postgresEnvironment });
  } catch (cause) {
    const { stderr, message } = cause as { stderr?: string; message: string };
    const isFull = /no space left on device/i.test(stderr ?? '');
    throw new AppError(
      isFull ? 'storage_full' : 'database_unavailable',
      `The database could not be set up in ${dirname(dirname(data))}: ${essenceOf(stderr || message)}.`,
      { cause },
    );
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(`${text}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}
