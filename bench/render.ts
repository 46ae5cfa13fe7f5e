import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import type { Generator, GenerationRequest } from '#adapters/generator/port.ts';
import { createRendererGenerator } from '#adapters/generator/renderer/renderer.ts';
import { unspecifiedParameters } from '#core/prompt/parameters.ts';
import { decodeMask, decodePicture } from '#imaging/codec.ts';
import { families } from '#imaging/defects/registry.ts';
import type { Picture } from '#imaging/picture.ts';
import { ringSample, twoSampleAuc, type RingSample } from './two-sample.ts';

// How fast defects are drawn, measured as the product runs: jobs through the generator's worker threads,
// which live long. Each golden image is decoded and analysed by its first job and cached from then on; that
// is counted, and spread over the `pictures` (20, or 100 with --full) that are made of it.
//
//   perSecondPerCore   pictures / (CPU seconds of the process), one warm thread:
//                      everything a job does (decode, analysis, drawing, PNG, mask PNG, thumbnail)
//   ratioToCodec       CPU time of those jobs / CPU time of decoding the golden image and encoding a whole
//                      picture alone, once per picture, in the same run, both by the image library (PNG at
//                      the same level, without row filters)
//   scaling            pictures per second with all cores / (cores x pictures per second with one)
//   rssMb              the most memory the process held
//   twoSampleAuc       how well texture statistics of the defects' surroundings tell a rendered picture from
//                      its golden image (see two-sample.ts); 0.5 is not at all
//   large              with --full, the same at 4096 x 3072, in a process of its own
const { values: options } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    json: { type: 'boolean' },
    size: { type: 'string' },
    pictures: { type: 'string' },
    families: { type: 'string' },
  },
});
const [width, height] = (options.size ?? '1024x768').split('x').map(Number) as [number, number];
const pictures = Number(options.pictures ?? (options.full ? 100 : 20));
const chosen = families.filter(({ name }) => options.families?.split(',').includes(name) ?? true);
const goldens = await loadGoldens(options.full ? 7 : 2);

const quiet = { signal: new AbortController().signal, onProgress: () => {} };
const say = (line: string): void => console.error(line);
let peak = 0;
const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50);
watch.unref();

const cores = availableParallelism();
const byFamily: Record<string, { perSecondPerCore: number; ratioToCodec: number }> = {};
const samples: RingSample[] = [];
const worker = createRendererGenerator({ threads: 1 });
await warmUp(worker);
for (const { name } of chosen) {
  const codec = await codecSeconds();
  const started = process.cpuUsage();
  for (const golden of goldens) {
    // A hash of its own for each family: every family pays for its own analysis.
    const fresh = { ...golden, name: `${golden.name} for ${name}` };
    for (let seed = 0; seed < pictures; seed++) await draw(worker, fresh, name, seed);
  }
  const seconds = cpuSeconds(started) / (goldens.length * pictures);
  byFamily[name] = { perSecondPerCore: round(1 / seconds), ratioToCodec: round(seconds / codec) };
  say(`${name}: ${(1000 * seconds).toFixed(1)} ms a picture, codec alone ${(1000 * codec).toFixed(1)} ms`);
  await sampleRings(worker, name);
}
await worker.close();

const single = await rate(1);
const all = await rate(cores);
say(`${single.toFixed(1)} pictures/s on one thread, ${all.toFixed(1)} on ${cores}`);
clearInterval(watch);

const ratios = Object.values(byFamily)
  .map(({ ratioToCodec }) => ratioToCodec)
  .sort((a, b) => a - b);
const result = {
  families: byFamily,
  worstRatio: ratios[ratios.length - 1],
  medianRatio: round((ratios[(ratios.length - 1) >> 1]! + ratios[ratios.length >> 1]!) / 2),
  scaling: round(all / (cores * single)),
  rssMb: Math.round(peak / 1024 / 1024),
  twoSampleAuc: round(twoSampleAuc(samples)),
  ...(options.full ? { large: largeRun() } : {}),
};
const sane = samples.length > 0 && samples.every(({ marked }) => marked > 0);
console.log(JSON.stringify(result));
process.exit(sane ? 0 : 1);

type Golden = { name: string; bytes: Uint8Array; picture: Picture };

/** Sample photos at the asked size, stored as the product stores them. */
async function loadGoldens(count: number): Promise<Golden[]> {
  const files = readdirSync('samples').filter((file) => file.endsWith('.jpg'));
  // Spread over the materials: neighbours in the folder are two views of one product.
  const spread = files.filter((_, i) => i % Math.floor(files.length / count) === 0).slice(0, count);
  return Promise.all(
    spread.map(async (name) => {
      const bytes = await sharp(readFileSync(join('samples', name)))
        .resize(width, height)
        .jpeg({ quality: 92 })
        .toBuffer();
      return { name, bytes, picture: await decodePicture(bytes) };
    }),
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

async function draw(generator: Generator, golden: Golden, family: string, seed: number): Promise<void> {
  const outcome = await generator.start(request(golden, family, seed), quiet);
  if (outcome.kind !== 'finished')
    throw new Error(`${family} ${seed} on ${golden.name}: ${JSON.stringify(outcome)}`);
}

/** The same pictures again, outside the measured time, for the two-sample check. */
async function sampleRings(generator: Generator, family: string): Promise<void> {
  for (const golden of goldens) {
    for (let seed = 0; seed < 6; seed++) {
      const outcome = await generator.start(request(golden, family, seed), quiet);
      if (outcome.kind !== 'finished') throw new Error(JSON.stringify(outcome));
      const mask = await decodeMask(outcome.result.mask, golden.picture);
      samples.push(ringSample(golden.picture, await decodePicture(outcome.result.picture), mask.data));
    }
  }
}

/** Starts the thread and lets the engine compile, on copies of the photos that are not measured. */
async function warmUp(generator: Generator): Promise<void> {
  for (let copy = 0; copy < 4; copy++) {
    const golden = { ...goldens[copy % goldens.length]!, name: `warm-up ${copy}` };
    for (let seed = 0; seed < 8; seed++) {
      await generator.start(request(golden, chosen[seed % chosen.length]!.name, seed), quiet);
    }
  }
}

async function codecSeconds(): Promise<number> {
  await encodeWhole(goldens[0]!.picture);
  const started = process.cpuUsage();
  for (const golden of goldens) {
    for (let k = 0; k < pictures; k++) await encodeWhole(await decodePicture(golden.bytes));
  }
  const seconds = cpuSeconds(started) / (goldens.length * pictures);
  return seconds;
}

function encodeWhole({ width, height, channels, data }: Picture): Promise<Buffer> {
  return sharp(data, { raw: { width, height, channels } })
    .png({ compressionLevel: 2, adaptiveFiltering: false })
    .toBuffer();
}

/** Few pictures: at this size what is measured is large against the noise of measuring. */
function largeRun(): unknown {
  const { stdout } = spawnSync(
    process.execPath,
    ['bench/render.ts', '--size', '4096x3072', '--pictures', '10', '--json'],
    { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' },
  );
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? 'null');
}

async function rate(threads: number): Promise<number> {
  const generator = createRendererGenerator({ threads });
  const run = (from: number, count: number): Promise<unknown> =>
    Promise.all(
      Array.from({ length: count }, (_, k) =>
        generator.start(
          request(goldens[k % goldens.length]!, chosen[k % chosen.length]!.name, from + k),
          quiet,
        ),
      ),
    );
  await run(0, 8 * threads);
  const count = pictures * 2 * threads;
  const started = performance.now();
  await run(1000, count);
  const seconds = (performance.now() - started) / 1000;
  await generator.close();
  return count / seconds;
}

function cpuSeconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
