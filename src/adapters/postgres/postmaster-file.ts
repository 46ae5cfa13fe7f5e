import { execFile } from 'node:child_process';
import { link, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isAlive } from './is-alive.ts';

const run = promisify(execFile);

/** What `postmaster.pid` in a data folder says, and whether it is still true. */
export type Postmaster =
  /** No file, or one whose process is gone: PostgreSQL may be started, and cleans up by itself. */
  | { readonly state: 'none' }
  /** The process is dead but not yet collected by its parent, or another program got its number. */
  | { readonly state: 'stale'; readonly content: string }
  /** A PostgreSQL serves this folder, or is about to, or is stopping. `port` is 0 until it is known. */
  | { readonly state: 'running'; readonly pid: number; readonly port: number };

/** Reads `postmaster.pid` (line 1: process, line 4: port) and looks at the process it names. */
export async function readPostmaster(folder: string): Promise<Postmaster> {
  const content = await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = content.split('\n');
  const pid = Number.parseInt(lines[0], 10);
  if (!(pid > 0)) return { state: 'none' };
  const process = await lookAtProcess(pid, folder);
  if (process === 'gone') return { state: 'none' };
  if (process === 'not ours') return { state: 'stale', content };
  return { state: 'running', pid, port: Number.parseInt(lines[3], 10) || 0 };
}

/** Whether the process has ended; one that only waits for its parent to collect it has. */
export async function hasEnded(pid: number, folder: string): Promise<boolean> {
  return (await lookAtProcess(pid, folder)) !== 'ours';
}

/**
 * Puts a stale `postmaster.pid` out of the way, because PostgreSQL asks only whether a process of that number
 * exists. Does nothing if the file has changed meanwhile: somebody else was quicker and has a server running.
 */
export async function discardPostmasterFile(folder: string, content: string): Promise<void> {
  const file = join(folder, 'postmaster.pid');
  const aside = `${file}.stale-${process.pid}`;
  try {
    await rename(file, aside);
  } catch {
    return;
  }
  if ((await readFile(aside, 'utf8')) !== content) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
}

async function lookAtProcess(pid: number, folder: string): Promise<'gone' | 'ours' | 'not ours'> {
  if (!isAlive(pid)) return 'gone';
  if (process.platform === 'win32') return 'ours';
  if (process.platform !== 'linux') return lookWithPs(pid);
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (status === undefined) return 'gone';
  const [, name, state] = /\((.*)\) (\S)/s.exec(status) ?? [];
  if (state === 'Z' || state === 'X' || name !== 'postgres') return 'not ours';
  // PostgreSQL works inside its data folder, before it writes the file. Not readable: another user's server.
  const look = (path: string) => stat(path).catch(() => undefined);
  const [cwd, expected] = await Promise.all([look(`/proc/${pid}/cwd`), look(folder)]);
  return cwd && expected && (cwd.dev !== expected.dev || cwd.ino !== expected.ino) ? 'not ours' : 'ours';
}

async function lookWithPs(pid: number): Promise<'gone' | 'ours' | 'not ours'> {
  const found = await run('ps', ['-o', 'stat=,comm=', '-p', String(pid)]).catch(() => undefined);
  if (!found) return 'gone';
  return found.stdout.startsWith('Z') || !found.stdout.includes('postgres') ? 'not ours' : 'ours';
}
