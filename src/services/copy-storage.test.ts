import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLocalStorage } from '#adapters/storage/local.ts';
import type { Storage } from '#adapters/storage/port.ts';
import { type CopyReport, copyStorage } from './copy-storage.ts';

let folder: string;
let from: Storage;
let to: Storage;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redrabbit-copy-'));
  from = await openLocalStorage(join(folder, 'from'), { isAlone: true });
  to = await openLocalStorage(join(folder, 'to'), { isAlone: true });
});

afterEach(() => rm(folder, { recursive: true }));

const content = (i: number): Uint8Array => new TextEncoder().encode(`picture ${i}`);
const pathIn = (place: string, hash: string): string =>
  join(folder, place, 'objects', hash.slice(0, 2), hash);
const putAll = (storage: Storage, count: number): Promise<string[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => storage.put(content(i))));

async function copy(options: { verify?: boolean; stopAfter?: number } = {}): Promise<CopyReport> {
  const stop = new AbortController();
  return copyStorage(
    { from, to },
    {
      parallel: 3,
      verify: options.verify,
      signal: stop.signal,
      onProgress: (done) => done === options.stopAfter && stop.abort(),
    },
  );
}

async function names(storage: Storage): Promise<string[]> {
  const objects = [];
  for await (const { hash } of storage.list()) objects.push(hash);
  return objects;
}

test('copies what is missing, and a second time nothing', async () => {
  const hashes = await putAll(from, 40);
  await putAll(to, 7);
  await to.put(content(99));
  const copiedBytes = 3 * 'picture 7'.length + 30 * 'picture 10'.length;
  expect(await copy()).toMatchObject({ objects: 40, copied: 33, copiedBytes, kept: 7, failures: [] });
  expect(await names(from)).toEqual(hashes.toSorted());
  expect(await names(to)).toHaveLength(41);
  expect(await copy()).toMatchObject({ objects: 40, copied: 0, kept: 40, copiedBytes: 0 });
});

test('a copy that was stopped goes on where it was', async () => {
  await putAll(from, 40);
  await expect(copy({ stopAfter: 10 })).rejects.toMatchObject({ code: 'cancelled' });
  const half = (await names(to)).length;
  expect(half).toBeGreaterThanOrEqual(10);
  expect(half).toBeLessThan(40);
  expect(await copy()).toMatchObject({ copied: 40 - half, kept: half });
});

test('a damaged object is named and left out, half of one at the target is replaced', async () => {
  const [damaged, half] = await putAll(from, 5);
  await putAll(to, 5);
  await rm(pathIn('to', damaged!));
  await writeFile(pathIn('from', damaged!), 'picture X');
  await writeFile(pathIn('to', half!), 'pict');
  const report = await copy();
  expect(report).toMatchObject({ objects: 5, copied: 1, kept: 3 });
  expect(report.failures).toEqual([{ hash: damaged, message: expect.stringContaining('is damaged in') }]);
  expect(await to.size(damaged!)).toBeNull();
  expect(Buffer.from(await to.get(half!)).toString()).toBe('picture 1');
});

test('verifying finds what was damaged at the target, and mends it', async () => {
  const [damaged] = await putAll(from, 5);
  await putAll(to, 5);
  await writeFile(pathIn('to', damaged!), 'picture X');
  expect(await copy()).toMatchObject({ copied: 0, kept: 5 });
  expect(await copy({ verify: true })).toMatchObject({ copied: 1, kept: 4, failures: [] });
  expect(Buffer.from(await to.get(damaged!)).toString()).toBe('picture 0');
});

test('a target that cannot be written to stops it with one sentence', async () => {
  await putAll(from, 3);
  await rm(join(folder, 'to'), { recursive: true });
  await writeFile(join(folder, 'to'), 'a file');
  await expect(copy()).rejects.toThrow();
  expect((await readdir(folder)).toSorted()).toEqual(['from', 'to']);
});
