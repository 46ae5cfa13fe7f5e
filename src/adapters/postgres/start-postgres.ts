import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '#core/app-error.ts';
import { findBinaries } from './binaries.ts';
import { connectOnce } from './connect-once.ts';
import { initialiseFolder, readPassword, removeAbandoned, roleName } from './initialise-folder.ts';
import { essenceOf, logFileOf, readLogFrom } from './postgres-log.ts';
import { discardPostmasterFile, hasEnded, readPostmaster } from './postmaster-file.ts';
import { chooseRunAs, giveFolderTo } from './run-as.ts';
import { spawnPostgres, type SpawnedPostgres } from './spawn-postgres.ts';

/** A PostgreSQL server that answers. */
export interface RunningPostgres {
  /** `postgres://` address of the database, with its password. */
  readonly url: string;
  /** True when the server was running already, left by a program that was killed. */
  readonly adopted: boolean;
  /** Ends the server and waits until its process is gone. Only for the program that holds the data folder. */
  stop(): Promise<void>;
}

export interface StartOptions {
  /** Where the database lives, for example `data/postgres`; made when missing. Logs to `postgres.log` beside it. */
  readonly folder: string;
  /** Any free one by default. */
  readonly port?: number;
  /** What it writes need not outlive a crash of the machine: for tests. */
  readonly isForgetful?: boolean;
  /** Told, in a sentence, what takes longer than a moment. */
  readonly log?: (sentence: string) => void;
}

// Replaying what a killed server had not yet written out is quick: at most 256 MB of log.
const startDeadlineMs = 120_000;
const pollMs = 20;
const attemptsAtPort = 5;

/**
 * Starts PostgreSQL on a folder, or adopts the one that already serves it. Any number of programs may call this at
 * once on one folder: they all get the same server. See `openDataFolder` for being the only program.
 * @throws AppError `database_unavailable`, `storage_full` or `storage_read_only`
 */
export async function startPostgres(options: StartOptions): Promise<RunningPostgres> {
  const folder = resolve(options.folder);
  try {
    return await startOn(folder, options);
  } catch (error) {
    throw explainFolderError(dirname(folder), error);
  }
}

async function startOn(folder: string, { log, port, isForgetful }: StartOptions): Promise<RunningPostgres> {
  await mkdir(dirname(folder), { recursive: true });
  const { postgres, initdb } = await findBinaries();
  const runAs = await chooseRunAs(folder, postgres);
  await removeAbandoned(folder);
  if ((await readPassword(folder)) === undefined) {
    log?.('Setting up the database (first start only)...');
    await initialiseFolder(folder, initdb, runAs);
  }
  const password = (await readPassword(folder)) ?? '';

  const deadline = Date.now() + startDeadlineMs;
  let spawned: SpawnedPostgres | undefined;
  let attempts = 0;
  for (; Date.now() < deadline; await wait(pollMs)) {
    const found = await readPostmaster(folder);
    if (found.state === 'running') {
      const url = `postgres://${roleName}:${password}@127.0.0.1:${found.port}/${roleName}`;
      if (found.port === 0 || !(await connectOnce(url))) continue;
      const adopted = found.pid !== spawned?.child.pid;
      return { url, adopted, stop: () => stopPostgres(folder, found.pid) };
    }
    if (spawned && !hasExited(spawned)) continue;
    if (spawned) await explainExit(folder, spawned, ++attempts);
    if (found.state === 'stale') await discardPostmasterFile(folder, found.content);
    await giveFolderTo(folder, runAs.owner);
    spawned = await spawnPostgres(folder, postgres, runAs, { port, isForgetful });
  }
  throw new AppError(
    'database_unavailable',
    `PostgreSQL on ${folder} did not answer within ${startDeadlineMs / 1000} seconds: see ${logFileOf(folder)}, and start again.`,
  );
}

function hasExited({ child }: SpawnedPostgres): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Returns if a server that ended at once should be started again; throws what it said otherwise. */
async function explainExit(folder: string, { logStart }: SpawnedPostgres, attempts: number): Promise<void> {
  const output = await readLogFrom(folder, logStart);
  // Another program's server got the folder first, or the processes of a killed one have not all noticed yet.
  if (
    /lock file "postmaster\.pid" (already exists|is empty)|shared memory block .* still in use/.test(output)
  )
    return;
  if (/could not create any TCP\/IP sockets/.test(output) && attempts < attemptsAtPort) return;
  const isFull = /no space left on device/i.test(output);
  throw new AppError(
    isFull ? 'storage_full' : 'database_unavailable',
    `PostgreSQL could not be started on ${folder}: ${essenceOf(output) || 'it said nothing'}. Its log is ${logFileOf(folder)}.`,
  );
}

async function stopPostgres(folder: string, pid: number): Promise<void> {
  // Fast: ends sessions, writes a checkpoint. Immediate, if that takes too long: the next start replays the log.
  for (const [signal, patienceMs] of [
    ['SIGINT', 15_000],
    ['SIGQUIT', 10_000],
  ] as const) {
    const found = await readPostmaster(folder);
    if (found.state === 'running' && found.pid === pid) process.kill(pid, signal);
    const deadline = Date.now() + patienceMs;
    while (Date.now() < deadline) {
      if (await hasEnded(pid, folder)) return;
      await wait(pollMs);
    }
  }
  throw new AppError(
    'database_unavailable',
    `PostgreSQL (process ${pid}) on ${folder} did not stop: end it by hand.`,
  );
}

/** Turns what the file system says into a sentence; anything else is passed on. */
function explainFolderError(parent: string, cause: unknown): unknown {
  const code = cause instanceof AppError ? undefined : (cause as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new AppError(
      'storage_full',
      `The disk of the data folder ${parent} is full: make room, and start again.`,
      {
        cause,
      },
    );
  }
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM' || code === 'ENOTDIR' || code === 'EEXIST') {
    return new AppError(
      'storage_read_only',
      `The data folder ${parent} cannot be written (${code}): make it a folder of yours, or set DATA_DIR to another one.`,
      { cause },
    );
  }
  return cause;
}
