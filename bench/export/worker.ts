import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openLocalStorage } from '#adapters/storage/local.ts';
import { packRegion } from '#core/annotation/packed-region.ts';
import { assembleDataset, type DatasetPicture } from '#core/dataset/assemble-dataset.ts';
import type { Dataset } from '#core/dataset/dataset.ts';
import { parseFormats } from '#core/dataset/export-format.ts';
import { createFingerprintTable } from '#core/dataset/fingerprint-table.ts';
import { readFormatOptions } from '#core/dataset/format-options.ts';
import { noPapers } from '#core/dataset/papers.ts';
import { planDataset } from '#core/dataset/plan-dataset.ts';
import { parseSplit } from '#core/dataset/split-ratios.ts';
import { createRandom } from '#core/random.ts';
import { freezeDataset } from '#services/delivery/freeze-dataset.ts';
import { type StoredPart, streamPart } from '#services/delivery/stream-part.ts';
import { createPictureSpool, type PictureSpool } from '#services/picture-spool.ts';
import { peakMemoryMb } from '../support/peak-memory.ts';

// One process of bench/export.ts: `prepare`, `stream` or `plain`, the folder, how many pictures, and their formats. Prints what it took.
const [mode, folder, count, formats = 'coco,yolo'] = process.argv.slice(2) as [
  string,
  string,
  string,
  string?,
];
const images = Number(count);
const planFile = join(folder, `plan-${images}-${formats}.json`);
/** Pixels. */
const side = 256;
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
    rssMb: peakMemoryMb(),
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

/** As `prepareVersion` does it, but for the database: pictures are put away as they come, and numbered, dealt and written from there. */
async function prepare(storage: Awaited<ReturnType<typeof openLocalStorage>>): Promise<Kept> {
  const spool = createPictureSpool();
  const dataset = gather(await hashesOf(), spool);
  const modified = dataset.createdAt;
  const setting = { formats: parseFormats(formats), formatOptions: readFormatOptions({}) };
  const { parts, packs } = await freezeDataset(planDataset(dataset, setting), {
    storage,
    checksums: { known: async () => new Map(), keep: async () => {} },
    hashOf: (imageId) => dataset.images[imageId - 1]!.sha256!,
    folder: 'bench-v1',
    modified,
    partBytes: null,
    signal: new AbortController().signal,
  });
  spool.close();
  const [{ listHash, zip }] = parts as [(typeof parts)[number]];
  return {
    length: zip.length,
    part: { listHash, packs, folder: 'bench-v1', modified, directory: zip.directory },
  };
}

/** By itself, like `gatherPictures`: what it needs on the way is let go. */
function gather(hashes: readonly string[], spool: PictureSpool): Dataset {
  const fingerprints = createFingerprintTable();
  const pictures: DatasetPicture[] = [];
  for (const hash of hashes) {
    pictures.push(spool.add(pictureOf(hash, pictures.length)));
    const digits = createHash('sha256').update(hash);
    fingerprints.set(hash, {
      picture: digits.copy().digest('hex'),
      marks: [digits.update('mark').digest('hex')],
    });
  }
  return assembleDataset({
    name: 'Bench',
    version: '1',
    createdAt: '2026-12-20T00:00:00.000Z',
    seed: 1,
    classNames: ['scratch'],
    pictures,
    fingerprints,
    ratios: parseSplit('80,10,10'),
  }).dataset;
}

/** With papers, and a mask with a ragged edge, which takes a kilobyte. */
function pictureOf(hash: string, k: number): DatasetPicture {
  const random = createRandom(`bench ${k}`);
  const data = new Uint8Array(side * side);
  for (let x = 0; x < side; x++) {
    const [top, bottom] = [random.integer(0, side / 4), random.integer((side * 3) / 4, side)];
    for (let y = x === 0 ? 0 : top; y < (x === side - 1 ? side : bottom); y++) data[y * side + x] = 255;
  }
  const area = data.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0);
  const box = { x: 0, y: 0, width: side, height: side };
  return {
    key: hash,
    label: 'bench scratch',
    extension: 'png',
    width: side,
    height: side,
    kind: 'defect',
    instances: [{ classIndex: 0, region: packRegion({ box, area, data }) }],
    goldenKey: `golden ${k % 50}`,
    promptKey: `cell ${k % 50}`,
    lineageKeys: [`golden ${k % 50}/${k}`],
    sha256: hash,
    provenance: {
      origin: 'generated',
      sourceType: 'compositeSynthetic',
      generator: 'bench',
      generatorVersion: '1',
      prompt: 'a scratch across the middle of the part, about as long as a third of it',
      seed: k,
      golden: `golden ${k % 50}`,
      verdict: 'approved',
      papers: { ...noPapers, promptSha256: hash, goldenSha256: hash, createdAt: '2026-12-20T00:00:00.000Z' },
    },
  };
}
