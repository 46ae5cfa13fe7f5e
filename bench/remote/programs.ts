import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { nodeOptions, programEnvironment as usualEnvironment } from '../../scripts/paths.mjs';
import type { Usage } from './watch-program.ts';
import type { Workplace } from './workplace.ts';

// Nothing else of the bench's own environment; compiled code is kept, as by `npm start`.
const { PATH, NODE_COMPILE_CACHE } = usualEnvironment();

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** One process of the product, which can be killed and started again under the same address. */
export type Program = {
  address: string;
  pid(): number;
  isRunning(): boolean;
  /** Of the one that runs, ms since 1970. */
  startedAt(): number;
  /** What it has used since it was started. */
  usage(): Promise<Usage>;
  /**
   * `kill -9`, and a new one in its place. `between` runs while there is none. Rejects when the new one ended before it
   * was ready; then this may be called again.
   */
  restart(between?: () => Promise<void> | undefined): Promise<void>;
  stop(): Promise<void>;
};

/** How a program works at a workplace, with the emulator as its provider. `webhookPort` is that of the program that messages come to. */
export function programEnvironment(
  { url, dataDir }: Pick<Workplace, 'url' | 'dataDir'>,
  fal: { url: string },
  { webhookPort, ...more }: { webhookPort: number } & Record<string, string | number>,
): Record<string, string> {
  return {
    DATABASE_URL: url,
    DATA_DIR: dataDir,
    PORT: `${webhookPort}`,
    FAL_KEY: 'id:secret',
    FAL_URL: fal.url,
    PUBLIC_URL: `http://127.0.0.1:${webhookPort}`,
    ...Object.fromEntries(Object.entries(more).map(([name, value]) => [name, `${value}`])),
  };
}

export async function startProgram(environment: Record<string, string>): Promise<Program> {
  const options = [...nodeOptions, '--import', at('watch-program.ts'), at('../../src/main.ts')];
  let startedAt: number;
  const launched = (): Promise<ChildProcess> => {
    startedAt = Date.now();
    return launch(options, { HOST: '127.0.0.1', LOG_LEVEL: 'error', ...environment }, 'ready at');
  };
  let child = await launched();
  return {
    address: `http://127.0.0.1:${environment.PORT}`,
    pid: () => child.pid!,
    isRunning: () => !hasEnded(child),
    startedAt: () => startedAt,
    async usage() {
      const answer = once(child, 'message');
      child.send('usage');
      return (await answer)[0] as Usage;
    },
    async restart(between) {
      await end(child, 'SIGKILL');
      await between?.();
      child = await launched();
    },
    stop: () => end(child, 'SIGTERM'),
  };
}

/** The emulator in a process of its own: what it costs is not the product's. */
export async function startEmulatorProcess(
  options: Record<string, string | number>,
): Promise<{ url: string; pid: number; stop(): Promise<void> }> {
  const flags = Object.entries({ port: 0, ...options }).flatMap(([name, value]) => [`--${name}`, `${value}`]);
  let url = '';
  const child = await launch([at('../../tools/fal-emulator/main.ts'), ...flags], {}, 'listens at', (line) => {
    url = line.split(' ').at(-1)!;
  });
  return { url, pid: child.pid!, stop: () => end(child, 'SIGTERM') };
}

/** Starts a Node process, and waits for the line that says it is ready. */
export async function launch(
  command: readonly string[],
  environment: Record<string, string>,
  ready: string,
  onReady: (line: string) => void = () => {},
): Promise<ChildProcess> {
  const child = spawn(process.execPath, command, {
    env: { PATH, NODE_COMPILE_CACHE, ...environment },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout! }).on('line', (line) => {
      if (!line.includes(ready)) return;
      onReady(line);
      resolve();
    });
    child.once('exit', (status) => reject(new Error(`${command.at(-1)} ended with ${status}`)));
  });
  return child;
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (hasEnded(child)) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}
