import { open, rename, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const rotateAtBytes = 5 * 1024 * 1024;

/** The file that the server on `folder` writes its messages to. */
export function logFileOf(folder: string): string {
  return join(dirname(folder), 'postgres.log');
}

/**
 * Opens the log for a server that is about to be started. A large one is kept once as `postgres.log.1`.
 * @returns the file, and its length, so that what this server says can be told from what came before
 */
export async function openLog(folder: string): Promise<{ file: FileHandle; length: number }> {
  const path = logFileOf(folder);
  const size = (await stat(path).catch(() => undefined))?.size ?? 0;
  if (size > rotateAtBytes) await rename(path, `${path}.1`);
  const file = await open(path, 'a', 0o600);
  return { file, length: (await file.stat()).size };
}

/** What was written to the log from byte `start` on; at most its last 16 kB. */
export async function readLogFrom(folder: string, start: number): Promise<string> {
  const file = await open(logFileOf(folder), 'r').catch(() => undefined);
  if (!file) return '';
  try {
    const { size } = await file.stat();
    const from = Math.max(start, size - 16_384, 0);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.max(0, size - from)), 0, null, from);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

/**
 * The one or two lines of PostgreSQL's output that say what went wrong, without time stamps.
 *
 * @example
 * essenceOf('2026-01-01 00:00:00.000 UTC [7] FATAL:  could not create lock file\n') // 'could not create lock file'
 */
export function essenceOf(output: string): string {
  const lines = output
    .split('\n')
    .map((line) => line.replace(/^\d{4}-\d\d-\d\d \S+ \S+ \[\d+\] /, '').trim())
    .filter((line) => line !== '');
  const telling = lines.filter((line) =>
    /^(\w+: )?(FATAL|PANIC|ERROR|error|fatal|HINT|DETAIL|hint|detail):/.test(line),
  );
  const chosen = telling.length > 0 ? telling : lines;
  return chosen
    .slice(-2)
    .map((line) => line.replace(/^(\w+: )?\w+:\s+/, ''))
    .join('; ');
}
