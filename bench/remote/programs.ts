import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** One process of the product, which can be killed and started again under the same address. */
export type Program = {
  address: string;
  pid(): number;
  /** `kill -9`, and a new one in its place. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

export async function startProgram(environment: Record<string, string>): Promise<Program> {
  let child = await launch(environment);
  return {
    address: `http://127.0.0.1:${environment.PORT}`,
    pid: () => child.pid!,
    async restart() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
      child = await launch(environment);
    },
    async stop() {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

async function launch(environment: Record<string, string>): Promise<ChildProcess> {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, HOST: '127.0.0.1', LOG_LEVEL: 'error', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout! }).on('line', (line) => {
      if (line.includes('ready at')) resolve();
    });
    child.once('exit', (status) => reject(new Error(`the program ended with ${status}`)));
  });
  return child;
}
