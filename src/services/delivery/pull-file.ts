import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '#core/app-error.ts';
import { measure } from '../dataset-archive.ts';

type WantedFile = { url: string; size: number; sha256: string; path: string };

const mostTries = 6;

/**
 * Brings a file to `target` unless it is there; what was fetched of it before is gone on with. Says whether anything
 * was fetched. Throws AppError `file_refused` when what comes is another file again and again.
 */
export async function pullFile(file: WantedFile, target: string, signal: AbortSignal): Promise<boolean> {
  if (await isThere(target, file)) return false;
  const partial = `${target}.partial`;
  for (let tries = 1; ; tries++) {
    try {
      await fetchRest(file, partial, signal);
      if (await isThere(partial, file)) {
        await rename(partial, target);
        return true;
      }
      // What was there of it before may have been something else.
      await rm(partial, { force: true });
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof AppError || isDiskError(error) || tries >= mostTries)
        throw unreachable(file.url, error);
    }
    if (tries >= mostTries) {
      throw new AppError(
        'file_refused',
        `${file.path} does not have its checksum, however often it is fetched.`,
      );
    }
    await delay(100 * 2 ** tries, undefined, { signal });
  }
}

async function isThere(path: string, { size, sha256 }: WantedFile): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  if (found?.size !== size) return false;
  return (await measure(createReadStream(path))).sha256 === sha256;
}

async function fetchRest(
  { url, size, sha256 }: WantedFile,
  partial: string,
  signal: AbortSignal,
): Promise<void> {
  const have = (await stat(partial).catch(() => null))?.size ?? 0;
  if (have >= size && size > 0) return;
  const headers: Record<string, string> =
    have > 0 ? { range: `bytes=${have}-`, 'if-range': `"${sha256}"` } : {};
  const answer = await fetchPatiently(url, headers, signal);
  const isRest = answer.status === 206;
  await pipeline(
    (answer.body ?? []) as AsyncIterable<Uint8Array>,
    createWriteStream(partial, { flags: isRest ? 'a' : 'w' }),
    { signal },
  );
}

/** A server that is restarted or busy is asked again for a while. Throws AppError with its sentence when it refuses. */
export async function fetchPatiently(
  url: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<Response> {
  for (let tries = 1; ; tries++) {
    let reason: unknown;
    try {
      const answer = await fetch(url, { headers, signal });
      if (answer.ok) return answer;
      reason = new Error(`HTTP ${answer.status}`);
      if (answer.status < 500 && answer.status !== 429) {
        throw new AppError(
          'not_found',
          `The server refuses ${new URL(url).pathname} (HTTP ${answer.status}).`,
        );
      }
      await answer.body?.cancel();
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof AppError) throw error;
      reason = error;
    }
    if (tries >= mostTries) throw unreachable(url, reason);
    await delay(100 * 2 ** tries, undefined, { signal });
  }
}

function unreachable(url: string, cause: unknown): unknown {
  if (cause instanceof AppError || isDiskError(cause)) return cause;
  return new AppError(
    'storage_unavailable',
    `${new URL(url).origin} does not answer. Once it does, the same call goes on from here.`,
    { cause },
  );
}

function isDiskError(error: unknown): boolean {
  return (
    error instanceof Error &&
    'syscall' in error &&
    ['open', 'write', 'rename', 'mkdir'].includes(String(error.syscall))
  );
}
