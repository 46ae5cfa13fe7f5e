import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { bareEnvironment } from './bare-environment.ts';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const bin = fileURLToPath(new URL('../../bin/redrabbit.mjs', import.meta.url));

export type CliOptions = {
  cwd?: string;
  environment?: Record<string, string>;
  /** Through `bin/redrabbit.mjs`, as `npx redrabbit` does. */
  throughBin?: boolean;
};

export type CliResult = { status: number | null; stdout: string; stderr: string };

/** The command line as a user calls it, in a process of its own. */
export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const child = spawnCli(args, options);
  const ended = once(child, 'close') as Promise<[number | null]>;
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { status: (await ended)[0], stdout, stderr };
}

export type RunningCli = {
  process: ChildProcess;
  /** Resolves once that many pictures are made. */
  untilMade(count: number): Promise<void>;
  /** Resolves once a line like that was written on standard error. */
  untilLine(pattern: RegExp): Promise<void>;
  ended: Promise<CliResult>;
};

export function startCli(args: readonly string[], options: CliOptions = {}): RunningCli {
  const child = spawnCli(args, options);
  const stdout = text(child.stdout);
  const heard = new Set<() => void>();
  const lines: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    lines.push(line);
    for (const look of heard) look();
  });
  const closed = once(child, 'close') as Promise<[number | null]>;
  const ended = closed.then(async ([status]) => {
    return { status, stdout: await stdout, stderr: lines.map((line) => `${line}\n`).join('') };
  });
  const until = (isThere: () => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => void (isThere() && resolve());
      heard.add(look);
      look();
      void ended.then((result) => reject(new Error(`It ended before: ${JSON.stringify(result)}`)));
    });
  const made = (line: string): number => Number(/^(\d+)\/\d+ pictures$/.exec(line)?.[1] ?? 0);
  return {
    process: child,
    untilMade: (count) => until(() => lines.some((line) => made(line) >= count)),
    untilLine: (pattern) => until(() => lines.some((line) => pattern.test(line))),
    ended,
  };
}

function spawnCli(
  args: readonly string[],
  { cwd, environment, throughBin }: CliOptions,
): ChildProcessByStdio<null, Readable, Readable> {
  return spawn(process.execPath, [throughBin === true ? bin : main, ...args], {
    cwd,
    env: { ...bareEnvironment, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** What it wrote on standard error, without the progress. */
export function sentencesOf({ stderr }: CliResult): string[] {
  return stderr.split('\n').filter((line) => line !== '' && !/^\d+\/\d+ pictures$/.test(line));
}
