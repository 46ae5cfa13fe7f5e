import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const main = fileURLToPath(new URL('main.ts', import.meta.url));

describe('the command', () => {
  it('says where it listens, and stops when told to', async () => {
    const child = start('--port', '0', '--key', 'a:b', '--faults', '0.1');
    const [line] = (await once(child.stdout!, 'data')) as [Buffer];
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(String(line))![0];
    expect((await fetch(`${url}/__emulator/stats`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await once(child, 'close')).toEqual([0, null]);
  });

  it('refuses a wrong call with a sentence', async () => {
    const child = start('--faults', '2');
    const [said] = (await once(child.stderr!, 'data')) as [Buffer];
    expect(String(said)).toContain('It must be a number from 0 to 1.');
    expect(await once(child, 'close')).toEqual([1, null]);
  });
});

function start(...options: string[]): ChildProcess {
  return spawn(process.execPath, [main, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
}
