import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import type { Storage } from '#adapters/storage/port.ts';
import type { DatasetPlan } from '#core/dataset/plan-dataset.ts';
import type { PlannedFile } from '#core/dataset/planned-file.ts';
import { textFile } from '#core/dataset/planned-file.ts';
import { freezeDataset } from './freeze-dataset.ts';
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
      imageIds: [3, 4],
      async *bytes({ picture }) {
        for (const id of [3, 4]) yield await picture(id);
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

test('pictures in a shard are packed with it', async () => {
  const { parts, packs, storage } = await freeze(null);
  const readFile = createFileReader(storage, packs);
  for await (const { file } of frozenFiles(storage, parts[0]!.listHash)) {
    if (file.path !== 'shard.tar') continue;
    const bytes = Buffer.concat(await Array.fromAsync(readFile(file, { start: 0, end: file.size - 1 })));
    expect(bytes.equals(Buffer.concat([Buffer.alloc(1003, 3), Buffer.alloc(1004, 4)]))).toBe(true);
    return;
  }
  expect.unreachable('the shard is not listed');
});
