import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import type { Generator, GenerationRequest } from '#adapters/generator/port.ts';
import { createRendererGenerator } from '#adapters/generator/renderer/renderer.ts';
import { unspecifiedParameters } from '#core/prompt/parameters.ts';
import { decodePicture } from '#imaging/codec.ts';
import { families } from '#imaging/defects/registry.ts';
import type { Picture } from '#imaging/picture.ts';
import { checkTwoSamples } from './two-sample/check.ts';

// How fast defects are drawn, measured as the product runs: jobs through the generator's worker threads,
// which live long. Each golden image is decoded and analysed by its first job and cached from then on; that
// is counted, and spread over the `pictures` (20, or 30 with --full) that are made of it.
//
//   perSecondPerCore   pictures / (CPU seconds of the process), one warm thread:
//                      everything a job does (decode, analysis, drawing, PNG, mask PNG, thumbnail)
//   ratioToCodec       CPU time of those jobs / CPU time of decoding the golden image and encoding a whole
//                      picture alone, once per picture, in the same run, both by the image library (PNG at
//                      the same level, without row filters)
//   scaling            pictures per second with all cores / (cores x pictures per second with one), of warm
//                      threads on prepared photos, in turns; of each the best turn, the one least disturbed
//   busyCores          how many cores the one thread kept busy in that best turn: what is above 1 is work that the
//                      engine hands to helpers (collecting garbage, compiling), and bounds the scaling
//   rssMb              the most memory the process held (the kernel's high-water mark), in a process of its own that
//                      draws every family on five photos, all cores, as many jobs waiting as `make` lets wait
//   twoSampleAuc       how well a classifier tells the defects' surroundings from golden ones, with its standard
//                      error in twoSampleError (see two-sample/check.ts); 0.5 is not at all. Photos of 640 x 480
//   codecAlike         false when the files of good and bad pictures differ in more than their pixels
//   large              with --full, the same at 4096 x 3072, in a process of its own
const { values: options } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    json: { type: 'boolean' },
    size: { type: 'string', default: '1024x768' },
    goldens: { type: 'string' },
    pictures: { type: 'string' },
    families: { type: 'string' },
    memory: { type: 'boolean', default: false },
  },
});
const pictures = Number(options.pictures ?? (options.full ? 30 : 20));
const asked = families.filter(({ name }) => options.families?.split(',').includes(name) ?? true);
// Families that work on print are measured on the photos that have some, each for itself.
const chosen = asked.filter((family) => !family.find);
if (chosen.length === 0)
  throw new Error('Name a family that needs no print as well: the others run beside it.');
const goldens = await loadGoldens(Number(options.goldens ?? (options.full ? 7 : 2)), options.size);

const quiet = { signal: new AbortController().signal, onProgress: () => {} };
const say = (line: string): void => console.error(line);

const cores = availableParallelism();
if (options.memory) await measureMemory();
const byFamily: Record<string, { perSecondPerCore: number; ratioToCodec: number }> = {};
const worker = createRendererGenerator({ threads: 1 });
await warmUp(worker, 1);
for (const { name, ...family } of asked) {
  const photos = family.find ? await photosFor(worker, name) : goldens;
  if (photos.length === 0) continue;
  const codec = await codecSeconds();
  const started = process.cpuUsage();
  for (const golden of photos) {
    // A hash of its own for each family: every family pays for its own analysis.
    const fresh = { ...golden, name: `${golden.name} for ${name}` };
    for (let seed = 0; seed < pictures; seed++) await draw(worker, fresh, name, seed);
  }
  const seconds = cpuSeconds(started) / (photos.length * pictures);
  byFamily[name] = { perSecondPerCore: round(1 / seconds), ratioToCodec: round(seconds / codec) };
  say(`${name}: ${(1000 * seconds).toFixed(1)} ms a picture, codec alone ${(1000 * codec).toFixed(1)} ms`);
}
await worker.close();

const { single, all } = await bestRates();
say(`${single.rate.toFixed(1)} pictures/s on one thread, ${all.rate.toFixed(1)} on ${cores}`);
const rssMb = (ownRun('--size', options.size, '--memory') as { rssMb: number }).rssMb;

const checked = await twoSamples();
const ratios = Object.values(byFamily)
  .map(({ ratioToCodec }) => ratioToCodec)
  .sort((a, b) => a - b);
const result = {
  families: byFamily,
  worstRatio: ratios[ratios.length - 1],
  medianRatio: round((ratios[(ratios.length - 1) >> 1]! + ratios[ratios.length >> 1]!) / 2),
  scaling: round(all.rate / (cores * single.rate)),
  busyCores: round(single.busyCores),
  rssMb,
  twoSampleAuc: round(checked.auc),
  twoSampleError: round(checked.error),
  codecAlike: checked.codecAlike,
  ...(options.full ? { large: ownRun('--size', '4096x3072', '--pictures', '6') } : {}),
};
console.log(JSON.stringify(result));
process.exit(checked.samples > 0 && checked.codecAlike ? 0 : 1);

type Golden = { name: string; bytes: Uint8Array };

/** Sample photos at the asked size, stored as the product stores them. */
async function loadGoldens(count: number, size: string): Promise<Golden[]> {
  const [width, height] = size.split('x').map(Number) as [number, number];
  const files = readdirSync('samples').filter((file) => file.endsWith('.jpg'));
  // Spread over the materials: neighbours in the folder are two views of one product.
  const spread = files.filter((_, i) => i % Math.floor(files.length / count) === 0).slice(0, count);
  return Promise.all(
    spread.map(async (name) => ({
      name,
      bytes: await sharp(readFileSync(join('samples', name)))
        .resize(width, height)
        .jpeg({ quality: 92 })
        .toBuffer(),
    })),
  );
}

function request(golden: Golden, family: string, seed: number): GenerationRequest {
  return {
    golden: { hash: golden.name, read: async () => golden.bytes },
    family,
    promptText: '',
    parameters: unspecifiedParameters,
    seed,
    attemptToken: '',
  };
}

/** The photos that a family can be drawn on. */
async function photosFor(generator: Generator, family: string): Promise<Golden[]> {
  const outcomes = await Promise.all(
    goldens.map((golden) =>
      generator.start(request({ ...golden, name: `look ${golden.name}` }, family, 0), quiet),
    ),
  );
  return goldens.filter((_, k) => outcomes[k]!.kind === 'finished');
}

async function draw(generator: Generator, golden: Golden, family: string, seed: number): Promise<void> {
  const outcome = await generator.start(request(golden, family, seed), quiet);
  if (outcome.kind !== 'finished')
    throw new Error(`${family} ${seed} on ${golden.name}: ${JSON.stringify(outcome)}`);
}

/** Lets the engine compile: every family on every thread, on copies of the photos that are not measured. */
async function warmUp(generator: Generator, threads: number): Promise<void> {
  const copies = goldens.map((golden) => ({ ...golden, name: `warm-up ${golden.name}` }));
  await drawMany(generator, copies, 4 * chosen.length * threads, threads);
}

/** As many at a time as `make` lets wait; nothing is kept of them. */
async function drawMany(
  generator: Generator,
  photos: readonly Golden[],
  count: number,
  threads: number,
): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    for (let k = next++; k < count; k = next++) {
      await draw(generator, photos[k % photos.length]!, chosen[k % chosen.length]!.name, 1000 + k);
    }
  };
  await Promise.all(Array.from({ length: 2 * threads }, work));
}

async function codecSeconds(): Promise<number> {
  const times = Math.ceil(pictures / 4);
  await encodeWhole(await decodePicture(goldens[0]!.bytes));
  const started = process.cpuUsage();
  for (const golden of goldens) {
    for (let k = 0; k < times; k++) await encodeWhole(await decodePicture(golden.bytes));
  }
  return cpuSeconds(started) / (goldens.length * times);
}

function encodeWhole({ width, height, channels, data }: Picture): Promise<Buffer> {
  return sharp(data, { raw: { width, height, channels } })
    .png({ compressionLevel: 2, adaptiveFiltering: false })
    .toBuffer();
}

type Rate = { rate: number; busyCores: number };

async function bestRates(): Promise<{ single: Rate; all: Rate }> {
  const alone = createRendererGenerator({ threads: 1 });
  const together = createRendererGenerator({ threads: cores });
  await warmUp(alone, 1);
  await warmUp(together, cores);
  let single: Rate = { rate: 0, busyCores: 0 };
  let all = single;
  for (let turn = 0; turn < 3; turn++) {
    single = faster(single, await rate(alone, 1));
    all = faster(all, await rate(together, cores));
  }
  await alone.close();
  await together.close();
  return { single, all };
}

async function rate(generator: Generator, threads: number): Promise<Rate> {
  // Prepared before the clock starts.
  for (const golden of goldens) await draw(generator, golden, chosen[0]!.name, 0);
  const count = Math.ceil((1.5 * pictures) / chosen.length) * chosen.length * threads;
  const used = process.cpuUsage();
  const started = performance.now();
  await drawMany(generator, goldens, count, threads);
  const seconds = (performance.now() - started) / 1000;
  return { rate: count / seconds, busyCores: cpuSeconds(used) / seconds };
}

function faster(a: Rate, b: Rate): Rate {
  return b.rate > a.rate ? b : a;
}

async function twoSamples(): ReturnType<typeof checkTwoSamples> {
  const photos = await Promise.all(
    (await loadGoldens(7, '640x480')).map(async (golden) => ({
      ...golden,
      picture: await decodePicture(golden.bytes),
    })),
  );
  const generator = createRendererGenerator();
  const checked = await checkTwoSamples(
    generator,
    photos,
    chosen.map(({ name }) => name),
  );
  await generator.close();
  say(
    `${checked.samples} surroundings: AUC ${checked.auc.toFixed(3)}, standard error ${checked.error.toFixed(3)}`,
  );
  return checked;
}

/** This bench again in a process of its own, so that what was measured before is not in its memory. */
function ownRun(...args: string[]): unknown {
  const { stdout } = spawnSync(
    process.execPath,
    [...process.execArgv, 'bench/render.ts', '--json', ...args],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      encoding: 'utf8',
    },
  );
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? 'null');
}

/** Nothing but the generator as the product has it, on all cores: five photos after one another, all families. */
async function measureMemory(): Promise<never> {
  const generator = createRendererGenerator();
  for (let copy = 0; copy < 5; copy++) {
    const photo = { ...goldens[copy % goldens.length]!, name: `photo ${copy}` };
    await drawMany(generator, [photo], chosen.length, cores);
  }
  await generator.close();
  console.log(JSON.stringify({ rssMb: Math.round(process.resourceUsage().maxRSS / 1024) }));
  process.exit();
}

function cpuSeconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
