import { createHash } from 'node:crypto';
import { chmod, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLocalStorage } from '#adapters/storage/local.ts';
import { addGoldens } from '#contract/golden.ts';
import { sweepPictures } from '#services/sweep-pictures.ts';
import { call, fileForm } from '../support/api.ts';
import { failing, generateOne, oneCell } from '../support/generate-one.ts';
import { partJpeg } from '../support/pictures.ts';
import { createSmallDisk } from '../support/small-disk.ts';
import { storedObjects } from '../support/stored-objects.ts';
import { startTestServer } from '../support/test-server.ts';

const { address, context, dataDir } = await startTestServer();
const pictures = join(dataDir, 'pictures');

const hour = 3_600_000;
const text = (words: string): Uint8Array => new TextEncoder().encode(words);
const pathOf = (hash: string): string => join(pictures, 'objects', hash.slice(0, 2), hash);

/** Gives an object the age that it would have after some hours. */
async function age(hash: string, hours: number): Promise<void> {
  const then = new Date(Date.now() - hours * hour);
  await utimes(pathOf(hash), then, then);
}

/** Every object is what its name says, and nothing is left half written. */
async function expectWhole(): Promise<void> {
  const { objects, incoming } = await storedObjects(dataDir);
  expect(incoming).toEqual([]);
  for (const name of objects) {
    expect(
      createHash('sha256')
        .update(await readFile(pathOf(name)))
        .digest('hex'),
    ).toBe(name);
  }
}

test('half an object and a damaged one are replaced when their content is put again', async () => {
  const name = await context.storage.put(text('whole'));
  for (const wrong of ['who', 'whale']) {
    await writeFile(pathOf(name), wrong);
    await context.storage.put(text('whole'));
    await expectWhole();
  }
});

test('what a killed program was writing is removed at the next start', async () => {
  await writeFile(join(pictures, 'incoming', 'half'), 'hal');
  await openLocalStorage(pictures, { isAlone: false });
  expect((await storedObjects(dataDir)).incoming, 'it may be another program’s').toEqual(['half']);
  await openLocalStorage(pictures, { isAlone: true });
  expect((await storedObjects(dataDir)).incoming).toEqual([]);
});

test('a put and a sweep of the same content at the same moment: the put wins', async () => {
  const content = text('wanted again');
  const name = await context.storage.put(content);
  const before = new Date(Date.now() - hour);
  await age(name, 2);
  await context.storage.put(content);
  expect(await context.storage.deletePutBefore([name], before), 'it was put again').toBe(0);
  expect(await context.storage.size(name)).toBe(content.byteLength);

  let swept = 0;
  for (let round = 0; round < 150; round++) {
    await age(name, 2);
    const putFirst = round % 2 === 0 ? context.storage.put(content) : null;
    const [removed] = await Promise.all([
      context.storage.deletePutBefore([name], before),
      putFirst ?? context.storage.put(content),
    ]);
    swept += removed;
    expect(await context.storage.size(name), `round ${round}`).toBe(content.byteLength);
  }
  expect(swept, 'both orders happened').toBeGreaterThan(0);
  await expectWhole();
});

test('a sweep leaves what is new, or older than the database', async () => {
  const [old, ancient, fresh] = await Promise.all(
    ['old', 'ancient', 'fresh'].map((words) => context.storage.put(text(words))),
  );
  // Two hours from now, but for one object that is put then, and one that was there before the database.
  const later = { ...context, now: () => new Date(Date.now() + 2 * hour) };
  await age(ancient!, 24 * 365);
  await age(fresh!, -2);
  await sweepPictures(later);
  const { objects } = await storedObjects(dataDir);
  expect(objects).toEqual(expect.arrayContaining([ancient, fresh]));
  expect(objects).not.toContain(old);
  await expectWhole();
});

/** Root may write everywhere: it becomes nobody for a while. */
async function asReader<T>(work: () => Promise<T>): Promise<T> {
  const isRoot = process.geteuid?.() === 0;
  const folders = [...(await writable()), pictures];
  await chmod(dataDir, 0o755);
  for (const folder of folders) await chmod(folder, 0o555);
  if (isRoot) process.seteuid!(65_534);
  try {
    return await work();
  } finally {
    if (isRoot) process.seteuid!(0);
    for (const folder of folders.toReversed()) await chmod(folder, 0o755);
  }
}

async function writable(): Promise<string[]> {
  const prefixes = new Set((await storedObjects(dataDir)).objects.map((name) => name.slice(0, 2)));
  const objects = join(pictures, 'objects');
  return [join(pictures, 'incoming'), objects, ...[...prefixes].map((prefix) => join(objects, prefix))];
}

test.skipIf(process.platform === 'win32')(
  'a folder that cannot be written to: a sentence, no half-made picture, and the server stays up',
  async () => {
    const { blueprintId, cellId } = await oneCell(address);
    const before = await storedObjects(dataDir);
    const sentence = /^The folder .* cannot be written to\. Give this user the right .*\.$/;
    await asReader(async () => {
      const body = fileForm('file', 'new.jpg', await partJpeg(64, 48, 33));
      await expect(call(address, addGoldens, { params: { blueprintId }, body })).rejects.toMatchObject({
        status: 507,
        code: 'storage_read_only',
        message: expect.stringMatching(sentence),
      });
      expect(await generateOne(address, blueprintId, cellId)).toEqual(failing(sentence));
      expect((await fetch(`${address}/readyz`)).status).toBe(503);
      expect((await fetch(`${address}/healthz`)).status).toBe(200);
    });
    expect(await storedObjects(dataDir)).toEqual(before);
    expect((await generateOne(address, blueprintId, cellId)).at(-1)).toEqual({ type: 'job_completed' });
  },
);

const useSmallDisk = await createSmallDisk(dataDir);

test.skipIf(useSmallDisk === null)(
  'a full disk: a sentence, no half-written picture, and it goes on afterwards',
  async () => {
    const disk = await useSmallDisk!();
    const { blueprintId, cellId } = await oneCell(address);
    await disk.fill();

    const sentence = /^The disk that holds .* is full\. Free some space, then try again\.$/;
    const body = fileForm('file', 'new.jpg', await partJpeg(640, 480, 33));
    await expect(call(address, addGoldens, { params: { blueprintId }, body })).rejects.toMatchObject({
      status: 507,
      code: 'storage_full',
      message: expect.stringMatching(sentence),
    });
    expect(await generateOne(address, blueprintId, cellId)).toEqual(failing(sentence));
    await expectWhole();
    expect((await fetch(`${address}/healthz`)).status).toBe(200);

    await disk.free();
    expect((await generateOne(address, blueprintId, cellId)).at(-1)).toEqual({ type: 'job_completed' });
    await expectWhole();
  },
);
