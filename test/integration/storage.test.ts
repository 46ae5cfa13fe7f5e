import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { readdir, utimes } from 'node:fs/promises';
import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { openLocalStorage } from '#adapters/storage/local.ts';
import type { Storage } from '#adapters/storage/port.ts';
import { parseS3Address } from '#adapters/storage/s3/s3-address.ts';
import { openS3Storage } from '#adapters/storage/s3/s3.ts';
import { deleteBlueprint } from '#contract/blueprint.ts';
import { installationId } from '#db/installation.ts';
import { candidateThumbnailUrl } from '#contract/picture-urls.ts';
import { namedObjects } from '#db/objects.ts';
import { sweepPictures } from '#services/sweep-pictures.ts';
import { call } from '../support/api.ts';
import { makeBlueprint } from '../support/blueprint.ts';
import { makeCandidates } from '../support/candidates.ts';
import { createTestBucket, hasS3 } from '../support/test-bucket.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

const hour = 3_600_000;
const text = (words: string): Uint8Array => new TextEncoder().encode(words);

/** The same must hold of every one. */
type Place = {
  name: string;
  server: TestServer;
  /** As a process of its own would open it. */
  open(): Promise<Storage>;
  /** What is half written. */
  leftovers(): Promise<unknown[]>;
  /** Waits, or changes the clock, until all that is there was put before the moment that it says. */
  age(hashes: readonly string[]): Promise<Date>;
  /** From the beginning to the end of a sweep, about. */
  sweepMs: number;
};

async function folderPlace(): Promise<Place> {
  const server = await startTestServer();
  const pictures = join(server.dataDir, 'pictures');
  return {
    name: 'a folder',
    server,
    open: () => openLocalStorage(pictures, { isAlone: false }),
    leftovers: () => readdir(join(pictures, 'incoming')),
    age: async (hashes) => {
      const then = new Date(Date.now() - 2 * hour);
      for (const hash of hashes) await utimes(join(pictures, 'objects', hash.slice(0, 2), hash), then, then);
      return new Date(Date.now() - hour);
    },
    sweepMs: 20,
  };
}

async function bucketPlace(): Promise<Place> {
  const bucket = await createTestBucket();
  const server = await startTestServer({ environment: bucket.environment });
  const address = parseS3Address(bucket.url);
  const sweepWaitMs = 1000;
  return {
    name: 'a bucket of S3',
    server,
    open: async () => openS3Storage({ address, keys: bucket, links: 'none', sweepWaitMs }),
    leftovers: async () =>
      (await bucket.client.send(new ListMultipartUploadsCommand({ Bucket: bucket.name }))).Uploads ?? [],
    // Its times are whole seconds.
    age: async () => {
      const before = Math.ceil(Date.now() / 1000) * 1000 + 1000;
      await delay(before - Date.now());
      return new Date(before);
    },
    sweepMs: 1.5 * sweepWaitMs,
  };
}

const places = [await folderPlace(), ...(hasS3 ? [await bucketPlace()] : [])];
if (!hasS3)
  test.skip('a bucket of S3: needs the Debian packages ceph-mon, ceph-osd, radosgw and ceph-common');

/** Every object is what its name says, and nothing is left half written. Says the names. */
async function expectWhole(storage: Storage, place: Place): Promise<string[]> {
  const names: string[] = [];
  for await (const { hash, size } of storage.list()) {
    const bytes = await storage.get(hash);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(hash);
    expect(bytes.byteLength).toBe(size);
    names.push(hash);
  }
  expect(names).toEqual(names.toSorted());
  expect(await place.leftovers()).toEqual([]);
  return names;
}

describe.each(places)('$name', (place) => {
  const { address, context } = place.server;

  test('one content put by many at once is one whole object under its own name', async () => {
    const storage = await place.open();
    const contents = Array.from({ length: 5 }, (_, i) => text(`content ${i} `.repeat(20_000)));
    const names = await Promise.all(Array.from({ length: 60 }, (_, i) => storage.put(contents[i % 5]!)));
    expect(new Set(names).size).toBe(5);
    expect(new Set(await expectWhole(storage, place))).toEqual(new Set(names));
    expect(Buffer.from(await storage.get(names[3]!))).toEqual(Buffer.from(contents[3]!));
    await storage.close();
  });

  test('whole objects and parts of them are read, however large; a name that is none finds nothing', async () => {
    const storage = await place.open();
    const large = randomBytes(20_000_000);
    const [name, empty] = [await storage.put(large), await storage.put(text(''))];
    const read = async (range?: { start: number; end: number }, hash = name): Promise<Buffer> => {
      const { size, body } = await storage.open(hash, range);
      expect(size).toBe(hash === empty ? 0 : large.byteLength);
      return buffer(body);
    };
    expect((await read()).equals(large)).toBe(true);
    expect(
      (await read({ start: 7_000_000, end: 18_000_000 })).equals(large.subarray(7_000_000, 18_000_001)),
    ).toBe(true);
    expect((await read({ start: 19_999_999, end: 30_000_000 })).equals(large.subarray(19_999_999))).toBe(
      true,
    );
    expect(await read(undefined, empty)).toHaveLength(0);
    expect(await storage.size(name)).toBe(large.byteLength);
    for (const wrong of ['', '../../etc/passwd', 'f'.repeat(64), 'F'.repeat(64), `${name}/..`]) {
      await expect(storage.get(wrong)).rejects.toMatchObject({ code: 'not_found' });
      await expect(storage.open(wrong)).rejects.toMatchObject({ code: 'not_found' });
    }
    expect(await storage.size('f'.repeat(64))).toBeNull();
    await storage.close();
  });

  test('what is put again while a sweep deletes it is there afterwards, and the rest is gone', async () => {
    const [sweeper, putter] = [await place.open(), await place.open()];
    const contents = Array.from({ length: 60 }, (_, i) => text(`wanted again ${i}`));
    const names = await Promise.all(contents.map((content) => sweeper.put(content)));
    const before = await place.age(names);
    const again = contents.slice(0, 45);
    const [deleted] = await Promise.all([
      sweeper.deletePutBefore(names, before),
      // At all times before, during and after it; half of them by one that has just seen nobody sweep.
      ...again.map(async (content, i) => {
        await delay((i / again.length) * place.sweepMs);
        await (i % 2 === 0 ? sweeper : putter).put(content);
      }),
    ]);
    const sizes = await Promise.all(names.map((name) => sweeper.size(name)));
    expect(sizes.slice(0, 45)).not.toContain(null);
    expect(new Set(sizes.slice(45))).toEqual(new Set([null]));
    expect(deleted).toBeGreaterThanOrEqual(15);
    await expectWhole(sweeper, place);
    await sweeper.close();
    await putter.close();
  });

  test('a sweep takes what no row names, and leaves what is named or new', async () => {
    const kept = await makeBlueprint(address, { photos: ['case-a.jpg'], defects: ['stain'], width: 700 });
    const erased = await makeBlueprint(address, { photos: ['tile-a.jpg'], defects: ['scratch'] });
    const [candidates] = await Promise.all(
      [kept, erased].map(({ blueprint, cells }) => makeCandidates(address, blueprint.id, [cells[0]!.id], 1)),
    );
    const storage = await place.open();
    const old = await storage.put(text('old'));
    await call(address, deleteBlueprint, { params: { blueprintId: erased.blueprint.id } });

    const stays = await namedObjects(context.db);
    // The golden image as it came and as it is read, the candidate and its mask, and two thumbnails of each picture.
    expect(stays.size).toBe(8);
    expect(await sweepPictures({ ...context, storage }), 'everything is too new').toBe(0);
    expect(await storage.size(old)).toBe(3);
    await sweepPictures({ ...context, storage, now: () => new Date(Date.now() + 2 * hour) });
    expect(new Set(await expectWhole(storage, place))).toEqual(stays);
    const [{ id, pictureUrl, maskUrl, thumbnailUrl }] = candidates!;
    for (const url of [pictureUrl, maskUrl, thumbnailUrl, candidateThumbnailUrl(id, 'large')]) {
      const answer = await fetch(address + url);
      expect(answer.status).toBe(200);
      expect((await answer.arrayBuffer()).byteLength).toBe(Number(answer.headers.get('content-length')));
    }
    await storage.close();
  });

  test('pictures belong to the first database that claims them', async () => {
    const storage = await place.open();
    const owner = await storage.claim('another');
    const ours = await installationId(context.db);
    expect(owner).toBe(ours);
    const later = { ...context, storage, now: () => new Date(Date.now() + 2 * hour) };
    const unused = await storage.put(text('unused'));
    await context.db.updateTable('installation').set({ id: crypto.randomUUID() }).execute();
    await expect(sweepPictures(later)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/marked as those of another database, so none is removed/),
    });
    expect(await storage.size(unused)).toBe(6);
    await context.db.updateTable('installation').set({ id: ours }).execute();
    expect(await sweepPictures(later)).toBe(1);
    await storage.close();
  });
});
