import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { memoryEnvironment, nodeOptions } from '../../scripts/paths.mjs';
import { freePort } from '../support/free-port.ts';
import { readImage } from '../support/image.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { createTestDatabase } from '../support/test-database.ts';

const databaseUrl = await createTestDatabase();
const folder = await makeTemporaryFolder();
const image = await readImage('Dockerfile');

test('the image runs the program as everybody else does, without rights, on the port that it says', () => {
  expect(image.start).toEqual(['/app/node_modules/node/bin/node', ...nodeOptions, 'src/main.ts']);
  expect(image.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  expect(image.env).toMatchObject({ NODE_ENV: 'production', HOST: '0.0.0.0', ...memoryEnvironment });
  expect(readConfig({ ...image.env, DATABASE_URL: databaseUrl }).port).toBe(image.port);
});

test('what is copied into the image is let through to it', async () => {
  const passed = (await readFile('.dockerignore', 'utf8')).split('\n').filter((line) => line.startsWith('!'));
  expect(passed).toEqual(expect.arrayContaining(image.copied.map(({ from }) => `!${from}`)));
});

test(
  'what is copied into the image starts there, is found to be well, and stops when it is told to',
  { timeout: 180_000 },
  async () => {
    for (const { from, to } of image.copied) await cp(from, join(folder, to), { recursive: true });
    await symlink(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
    await mkdir(join(folder, 'dist', 'web'), { recursive: true });

    const inFolder = (command: string[]): string[] => command.map((word) => word.replace(/^\/app/, folder));
    const port = await freePort();
    const env = {
      ...image.env,
      HOST: '127.0.0.1',
      PORT: `${port}`,
      DATA_DIR: join(folder, 'data'),
      DATABASE_URL: databaseUrl,
      ROLE: 'web',
      DRAIN_SECONDS: '0',
    };
    const run = (command: string[]): ReturnType<typeof spawn> => {
      const [program, ...args] = inFolder(command);
      return spawn(program!, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
    };
    const isWell = async (): Promise<boolean> => (await once(run(image.healthCheck), 'exit'))[0] === 0;

    const program = run(image.start);
    const ended = once(program, 'exit');
    try {
      for await (const line of createInterface({ input: program.stdout! }))
        if (line.includes('ready at')) break;
      expect(await isWell()).toBe(true);
      for (const path of ['/healthz', '/readyz']) {
        expect((await fetch(`http://127.0.0.1:${port}${path}`)).status).toBe(200);
      }
      program.kill('SIGTERM');
      expect(await ended).toEqual([0, null]);
      expect(await isWell()).toBe(false);
    } finally {
      program.kill('SIGKILL');
    }
  },
);
