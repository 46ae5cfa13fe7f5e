import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openLocalStorage } from '#adapters/storage/local.ts';
import { packRegion } from '#core/annotation/packed-region.ts';
import { assembleDataset } from '#core/dataset/assemble-dataset.ts';
import { planDataset } from '#core/dataset/plan-dataset.ts';
import { parseSplit } from '#core/dataset/split-ratios.ts';
import { freezeDataset } from '#services/delivery/freeze-dataset.ts';
import { type StoredPart, streamPart } from '#services/delivery/stream-part.ts';

// One process of bench/export.ts: `prepare`, `stream` or `plain`, the folder, and how many pictures. Prints what it took.
const [mode, folder, count] = process.argv.slice(2) as [string, string, string];
const images = Number(count);
const planFile = join(folder, `plan-${images}.json`);
type Kept = { part: StoredPart; length: number };

const before = process.cpuUsage();
const begun = performance.now();
const bytes = await run();
const seconds = (performance.now() - begun) / 1000;
const { user, system } = process.cpuUsage(before);
console.log(
  JSON.stringify({
    cpuSeconds: Math.round((user + system) / 10_000) / 100,
    seconds,
    rssMb: Math.round(process.resourceUsage().maxRSS / 1024),
    bytes,
  }),
);

async function run(): Promise<number> {
  if (mode === 'plain') return readPlainly();
  const storage = await openLocalStorage(folder, { isAlone: false });
  if (mode === 'prepare') {
    const kept = await prepare(storage);
    await writeFile(planFile, JSON.stringify(kept));
    return kept.length;
  }
  const { part, length } = JSON.parse(await readFile(planFile, 'utf8')) as Kept;
  let sent = 0;
  for await (const chunk of streamPart(storage, part, { start: 0, end: length - 1 })) sent += chunk.length;
  if (sent !== length) throw new Error(`${sent} bytes instead of ${length}`);
  return sent;
}

/** The cheapest reading there is in this program: each file at once. */
async function readPlainly(): Promise<number> {
  let total = 0;
  for (const hash of await hashesOf()) {
    total += (await readFile(join(folder, 'objects', hash.slice(0, 2), hash))).length;
  }
  return total;
}

async function hashesOf(): Promise<string[]> {
  return (await readFile(join(folder, 'hashes'), 'utf8')).split('\n').slice(0, images);
}

async function prepare(storage: Awaited<ReturnType<typeof openLocalStorage>>): Promise<Kept> {
  const hashes = await hashesOf();
  const region = packRegion({
    box: { x: 3, y: 4, width: 2, height: 2 },
    area: 4,
    data: new Uint8Array(4).fill(255),
  });
  const { dataset } = assembleDataset({
    name: 'Bench',
    version: '1',
    createdAt: '2026-12-20T00:00:00.000Z',
    seed: 1,
    classNames: ['scratch'],
    pictures: hashes.map((hash, k) => ({
      key: hash,
      label: 'bench scratch',
      extension: 'png',
      width: 64,
      height: 64,
      kind: 'defect',
      instances: [{ classIndex: 0, region }],
      goldenKey: `golden ${k % 50}`,
      sha256: hash,
      provenance: {
        origin: 'generated',
        sourceType: 'compositeSynthetic',
        generator: 'bench',
        generatorVersion: '1',
        prompt: 'a scratch',
        seed: k,
        golden: `golden ${k % 50}`,
        verdict: 'approved',
      },
    })),
    ratios: parseSplit('80,10,10'),
  });
  const modified = dataset.createdAt;
  const { parts, packs } = await freezeDataset(planDataset(dataset, { formats: ['coco', 'yolo'] }), {
    storage,
    checksums: { known: async () => new Map(), keep: async () => {} },
    hashOf: (imageId) => hashes[imageId - 1]!,
    folder: 'bench-v1',
    modified,
    partBytes: null,
    signal: new AbortController().signal,
  });
  const [{ listHash, zip }] = parts as [(typeof parts)[number]];
  return {
    length: zip.length,
    part: { listHash, packs, folder: 'bench-v1', modified, directory: zip.directory },
  };
}
