import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runAlone } from './run-alone.mjs';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redrabbit-alone-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A process that adds a line when it starts its work and one when it ends it. */
const worker = `
  const [module, lock, log] = process.argv.slice(1);
  const { runAlone } = await import(module);
  const { appendFileSync } = await import('node:fs');
  await runAlone(lock, async () => {
    appendFileSync(log, 'start\\n');
    await new Promise((resolve) => setTimeout(resolve, 30));
    appendFileSync(log, 'end\\n');
  });
`;

test('one process at a time works, also when they find the lock of a dead one', async () => {
  const lock = join(folder, 'work.lock');
  const log = join(folder, 'log');
  await writeFile(lock, String(spawnSync('true').pid));
  const module = fileURLToPath(new URL('run-alone.mjs', import.meta.url));
  const args = ['--input-type=module', '--eval', worker, module, lock, log];
  const workers = [1, 2, 3, 4].map(() => spawn(process.execPath, args, { stdio: 'inherit' }));
  for (const [status] of await Promise.all(workers.map((child) => once(child, 'exit'))))
    expect(status).toBe(0);
  expect(await readFile(log, 'utf8')).toBe('start\nend\n'.repeat(4));
  expect(await readdir(folder)).toEqual(['log']);
});

test('the lock counts while a process that was named to it lives, and goes when the work fails', async () => {
  const lock = join(folder, 'work.lock');
  const failing = runAlone(lock, async (addProcess: (pid: number) => void) => {
    addProcess(4242);
    expect(await readFile(lock, 'utf8')).toBe(`${process.pid} 4242`);
    throw new Error('no luck');
  });
  await expect(failing).rejects.toThrow('no luck');
  expect(await readdir(folder)).toEqual([]);
});
