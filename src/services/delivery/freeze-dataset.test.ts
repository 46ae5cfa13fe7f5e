import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import type { Storage } from '#adapters/storage/port.ts';
import type { DatasetPlan } from '#core/dataset/plan-dataset.ts';
import type { PlannedFile } from '#core/dataset/planned-file.ts';
import { textFile } from '#core/dataset/planned-file.ts';
import { freezeDataset, type FreezeOptions } from './freeze-dataset.ts';
import type { ObjectFacts } from './measure-objects.ts';
import { packSize } from './pack-files.ts';
import { createFileReader, frozenFiles, streamPart } from './stream-part.ts';

/** Objects in memory. */
function memory(): Pick<Storage, 'get' | 'open' | 'put'> {
  const objects = new Map<string, Uint8Array>();
  return {
    async put(bytes) {
      const hash = createHash('sha256').update(bytes).digest('hex');
      objects.set(hash, bytes.slice());
      return hash;
    },
    get: async (hash) => objects.get(hash)!,
    async open(hash, { start, end } = { start: 0, end: Infinity }) {
      const bytes = objects.get(hash)!;
      return { size: bytes.length, body: Readable.from([bytes.subarray(start, end + 1)]) };
    },
  };
}

const folder = 'set';
const modified = '2026-12-20T00:00:00.000Z';

/** Nothing is known of any object, and all goes into one part. */
function setting(storage: ReturnType<typeof memory>): Omit<FreezeOptions, 'hashOf'> {
  const checksums = { known: async () => new Map<string, ObjectFacts>(), keep: async () => {} };
  return { storage, checksums, folder, modified, partBytes: null, signal: new AbortController().signal };
}

async function freeze(partBytes: number | null) {
  const storage = memory();
  const pictures = await Promise.all(
    Array.from({ length: 40 }, (_, k) => storage.put(new Uint8Array(1000 + k).fill(k))),
  );
  const files: PlannedFile[] = pictures.map((_, k) => ({
    path: `images/${String(k).padStart(3, '0')}.png`,
    content: { kind: 'picture', imageId: k },
  }));
  files.push(textFile('empty.txt', () => []));
  files.push(textFile('long.json', () => ['x'.repeat(packSize), 'y'.repeat(packSize), 'z']));
  for (let k = 0; k < 30; k++) files.push(textFile(`t/${k}.txt`, () => [`label ${k}\n`]));
  files.push({
    path: 'shard.tar',
    content: {
      kind: 'shard',
      imageIds: [3, 4, 5],
      async *pieces({ picture }) {
        for (const id of [3, 4]) {
          yield { bytes: new Uint8Array([id]) };
          yield { imageId: id, bytes: await picture(id) };
        }
        // Named wrongly: kept as it is.
        yield { imageId: 5, bytes: new Uint8Array(1005).fill(6) };
        yield { bytes: new Uint8Array([7]) };
      },
    },
  });
  const plan: DatasetPlan = { files, warnings: [] };
  const kept = new Map<string, ObjectFacts>();
  const frozen = await freezeDataset(plan, {
    storage,
    checksums: {
      known: async () => new Map(kept),
      keep: async (facts) => facts.forEach((value, hash) => kept.set(hash, value)),
    },
    hashOf: (k) => pictures[k]!,
    folder,
    modified,
    partBytes,
    signal: new AbortController().signal,
  });
  const read = async (number: number, start: number, end: number): Promise<Buffer> => {
    const { listHash, zip } = frozen.parts[number]!;
    const part = { listHash, packs: frozen.packs, folder, modified, directory: zip.directory };
    return Buffer.concat(await Array.fromAsync(streamPart(storage, part, { start, end })));
  };
  return { ...frozen, files, read, storage };
}

test('parts keep to their limit, hold every file once, and any range is part of the whole', async () => {
  const { parts, packs, files, read } = await freeze(4_220_000);
  expect(packs.length).toBe(3);
  expect(parts.length).toBeGreaterThan(1);
  expect(parts.reduce((sum, part) => sum + part.files, 0)).toBe(files.length + parts.length);
  for (const [number, { zip }] of parts.entries()) {
    expect(zip.length).toBeLessThanOrEqual(4_220_000);
    const whole = await read(number, 0, zip.length - 1);
    expect(whole.length).toBe(zip.length);
    for (let k = 0; k < 40; k++) {
      const start = Math.floor((k / 40) * zip.length);
      const end = Math.min(start + 700 * (k + 1), zip.length - 1);
      expect((await read(number, start, end)).equals(whole.subarray(start, end + 1))).toBe(true);
    }
  }
});

test('the same plan gives the same parts', async () => {
  const [one, other] = [await freeze(null), await freeze(null)];
  expect(one.parts).toEqual(other.parts);
  expect(one.packs).toEqual(other.packs);
});

test('a shard does not keep its pictures a second time, and any range of it is part of the whole', async () => {
  const { parts, packs, storage } = await freeze(null);
  const whole = Buffer.concat([
    Buffer.alloc(1, 3),
    Buffer.alloc(1003, 3),
    Buffer.alloc(1, 4),
    Buffer.alloc(1004, 4),
    Buffer.alloc(1005, 6),
    Buffer.alloc(1, 7),
  ]);
  const readFile = createFileReader(storage, packs);
  for await (const { file } of frozenFiles(storage, parts[0]!.listHash)) {
    if (file.path !== 'shard.tar') continue;
    const kept = file.from!.filter(([from]) => typeof from === 'number');
    expect(kept.reduce((sum, [, , length]) => sum + length, 0)).toBe(2 + 1005 + 1);
    for (const [start, end] of [
      [0, whole.length - 1],
      [0, 0],
      [1, 1003],
      [500, 2500],
      [2009, 2010],
      [whole.length - 1, whole.length - 1],
    ] as const) {
      const bytes = Buffer.concat(await Array.fromAsync(readFile(file, { start, end })));
      expect(bytes.equals(whole.subarray(start, end + 1))).toBe(true);
    }
    return;
  }
  expect.unreachable('the shard is not listed');
});

test('a shard of more pictures than a line of the list can name is read by a table', async () => {
  const storage = memory();
  const picture = await storage.put(new Uint8Array(10).fill(1));
  const pieces = Array.from({ length: 400 }, (_, k) => new Uint8Array([k % 256]));
  const file: PlannedFile = {
    path: 'data/shard.tar',
    content: {
      kind: 'shard',
      imageIds: [1],
      async *pieces(read) {
        for (const bytes of pieces) {
          yield { bytes };
          yield { imageId: 1, bytes: await read.picture(1) };
        }
      },
    },
  };
  const { parts, packs } = await freezeDataset(
    { files: [file], warnings: [] },
    {
      storage,
      checksums: { known: async () => new Map(), keep: async () => {} },
      hashOf: () => picture,
      folder,
      modified,
      partBytes: null,
      signal: new AbortController().signal,
    },
  );
  const [frozen] = await Array.fromAsync(frozenFiles(storage, parts[0]!.listHash));
  expect(frozen!.file).toMatchObject({ size: 4400, isTable: true });
  expect(JSON.stringify(frozen!.file).length).toBeLessThan(300);
  const whole = Buffer.concat(pieces.flatMap((bytes) => [bytes, Buffer.alloc(10, 1)]));
  const readFile = createFileReader(storage, packs);
  for (const [start, end] of [
    [0, 4399],
    [1234, 3210],
  ] as const) {
    const bytes = Buffer.concat(await Array.fromAsync(readFile(frozen!.file, { start, end })));
    expect(bytes.equals(whole.subarray(start, end + 1))).toBe(true);
  }
});

test('a part is read some objects ahead, and no further than its reader has come', async () => {
  const storage = memory();
  // Too large to be gathered with others: each is a piece of its own.
  const pictures = await Promise.all(
    Array.from({ length: 20 }, (_, k) => storage.put(new Uint8Array(70_000).fill(k))),
  );
  const files = pictures.map((_, k): PlannedFile => ({
    path: `images/${String(k).padStart(3, '0')}.png`,
    content: { kind: 'picture', imageId: k },
  }));
  const { parts, packs } = await freezeDataset(
    { files, warnings: [] },
    { ...setting(storage), hashOf: (k) => pictures[k]! },
  );
  const { listHash, zip } = parts[0]!;
  const asked: string[] = [];
  const get: Storage['get'] = (hash) => {
    asked.push(hash);
    return storage.get(hash);
  };
  const part = { listHash, packs, folder, modified, directory: zip.directory };
  const bytes = streamPart({ ...storage, get }, part, { start: 0, end: zip.length - 1 });
  // A header, and the first picture.
  for (let piece = 0; piece < 2; piece++) expect((await bytes.next()).done).toBe(false);
  expect(asked.length).toBeGreaterThan(2);
  expect(asked.length).toBeLessThan(8);
  const before = asked.length;
  await bytes.return(undefined);
  expect(asked.length).toBe(before);
});
