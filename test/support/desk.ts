import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { bareEnvironment } from './bare-environment.ts';
import { fillDataFolder } from './first-data-folder.ts';

/** Red Rabbit as a user starts it: a process of its own with the database in its data folder. */
export type Desk = {
  address: string;
  process: ChildProcess;
  /** What it printed. */
  output: string[];
  /** `kill -9`, as an out-of-memory killer would. */
  kill(): Promise<void>;
  /** Ctrl-C. Resolves with the exit status. */
  stop(): Promise<number | null>;
};

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** Resolves once it is ready; rejects with what it printed when it ends before. */
export async function startDesk(dataDir: string, environment: Record<string, string> = {}): Promise<Desk> {
  if (environment.DATABASE_URL === undefined) {
    await fillDataFolder(dataDir, async (folder) => void (await (await launch(folder, {})).stop()));
  }
  return launch(dataDir, environment);
}

async function launch(dataDir: string, environment: Record<string, string>): Promise<Desk> {
  const child = spawn(process.execPath, [main], {
    env: {
      ...bareEnvironment,
      HOST: '127.0.0.1',
      PORT: '0',
      DATA_DIR: dataDir,
      LOG_LEVEL: 'error',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  const ended = once(child, 'exit') as Promise<[number | null]>;
  createInterface({ input: child.stderr }).on('line', (line) => output.push(line));
  const address = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      output.push(line);
      const found = /ready at (http:\S+)/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('close', () => reject(new Error(output.join('\n'))));
  });
  return {
    address,
    process: child,
    output,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    stop: async () => {
      child.kill('SIGINT');
      return (await ended)[0];
    },
  };
}
