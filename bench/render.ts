import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import type { Generator } from '#adapters/generator/port.ts';
import { createRendererGenerator } from '#adapters/generator/renderer/renderer.ts';
import { families } from '#imaging/defects/registry.ts';
import { peakMemoryMb } from './support/peak-memory.ts';
import { drawMany, start, warmUp } from './render/draw.ts';
import { codecSeconds, secondsAPicture } from './render/family-speed.ts';
import { measureScaling } from './render/scaling.ts';
import { type SamplePhoto, samplePhotos } from './support/sample-photos.ts';
import { measureOnPhotos, measureOnTextures } from './two-sample/measure.ts';

// How fast defects are drawn, measured as the product runs: jobs through the generator's worker threads,
// which live long. Each golden image is decoded and analysed by its first job and cached from then on; that
// is counted, and spread over the `pictures` (20, or 30 with --full) that are made of it.
//
// By itself it leaves the frames of texture out, and is done within a minute; --full measures more photos, pictures and turns.
//
//   perSecondPerCore   pictures / (CPU seconds of the process), one warm thread:
//                      everything a job does (decode, analysis, drawing, PNG, mask PNG, thumbnail)
//   ratioToCodec       CPU time of those jobs / CPU time of decoding the golden image and encoding a whole
//                      picture alone, once per picture, in the same run, both by the image library (PNG at
//                      the same level, without row filters)
//   scaling            pictures per second with all cores / (cores x pictures per second with one): the product's generator in
//                      two processes, of which one may use one core alone, warm, on prepared photos, in turns; of each
//                      the best turn, the one least disturbed
//   machineScaling     the same of plain arithmetic in threads' own caches, in the same turns: what the machine allows
//   rssMb              the most memory the process held (the kernel's high-water mark), in a process of its own that
//                      draws every family on five photos, all cores, as many jobs waiting as `make` lets wait
//   twoSampleAuc       how well a classifier tells the defects' surroundings from golden ones, with its standard
//                      error in twoSampleError (see two-sample/check.ts); 0.5 is not at all. Photos of 640 x 480
//   twoSampleTextureAuc, twoSampleTextureError
//                      with --full, the same on grey frames of 400 px that texture fills (see two-sample/texture-frames.ts): ground,
//                      milled, cast, woven and rolled, with a camera's noise
//   codecAlike         false when the files of good and bad pictures differ in more than their pixels
//   large              with --full, the same at 4096 x 3072, in a process of its own
const { values: options } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    json: { type: 'boolean' },
    size: { type: 'string', default: '1024x768' },
    goldens: { type: 'string' },
    pictures: { type: 'string' },
    drawn: { type: 'string' },
    families: { type: 'string' },
    memory: { type: 'boolean', default: false },
  },
});
const effort = options.full
  ? { photos: 7, pictures: 30, drawn: 29, codec: 8, count: 240, turns: 8 }
  : { photos: 2, pictures: 20, drawn: 13, codec: 3, count: 120, turns: 3 };
const pictures = Number(options.pictures ?? effort.pictures);
const drawn = Math.min(Number(options.drawn ?? effort.drawn), pictures - 1);
const asked = families.filter(({ name }) => options.families?.split(',').includes(name) ?? true);
// Families that work on print are measured on the photos that have some, each for itself.
const names = asked.filter((family) => !family.worksOn).map(({ name }) => name);
if (names.length === 0)
  throw new Error('Name a family that needs no print as well: the others run beside it.');
const goldens = await samplePhotos(Number(options.goldens ?? effort.photos), options.size);

const say = (line: string): void => console.error(line);

const cores = availableParallelism();
if (options.memory) await measureMemory();
const byFamily: Record<string, { perSecondPerCore: number; ratioToCodec: number }> = {};
const worker = createRendererGenerator({ threads: 1 });
await warmUp(worker, goldens, names, 1);
for (const { name, ...family } of asked) {
  const photos = family.worksOn ? await photosFor(worker, name) : goldens;
  if (photos.length === 0) continue;
  if (family.worksOn) await warmUp(worker, photos, [name], 1);
  const codec = await codecSeconds(photos, effort.codec);
  const seconds = await secondsAPicture(worker, name, photos, { pictures, drawn });
  byFamily[name] = { perSecondPerCore: round(1 / seconds), ratioToCodec: round(seconds / codec) };
  say(`${name}: ${(1000 * seconds).toFixed(1)} ms a picture, codec alone ${(1000 * codec).toFixed(1)} ms`);
}
await worker.close();

const count = Math.ceil(effort.count / names.length) * names.length;
const { one, all, machine } = await measureScaling(
  { photos: Math.min(goldens.length, remembered()), size: options.size, families: names },
  { count, turns: effort.turns },
);
say(`${one.toFixed(1)} pictures/s on one core, ${all.toFixed(1)} on ${cores}`);
// How much memory it takes does not depend on what else runs.
const [{ rssMb }, onPhotos] = await Promise.all([
  ownRun('--size', options.size, '--memory') as Promise<{ rssMb: number }>,
  measureOnPhotos(names),
]);
const onTextures = options.full ? await measureOnTextures(names) : null;
const checks = [onPhotos, ...(onTextures ? [onTextures] : [])];
for (const { samples, auc, error } of checks)
  say(`${samples} surroundings: AUC ${auc.toFixed(3)}, standard error ${error.toFixed(3)}`);
const codecAlike = checks.every((check) => check.codecAlike);
const ratios = Object.values(byFamily)
  .map(({ ratioToCodec }) => ratioToCodec)
  .sort((a, b) => a - b);
const result = {
  families: byFamily,
  worstRatio: ratios[ratios.length - 1],
  medianRatio: round((ratios[(ratios.length - 1) >> 1]! + ratios[ratios.length >> 1]!) / 2),
  scaling: round(all / (cores * one)),
  machineScaling: round(machine),
  rssMb,
  twoSampleAuc: round(onPhotos.auc),
  twoSampleError: round(onPhotos.error),
  ...(onTextures && {
    twoSampleTextureAuc: round(onTextures.auc),
    twoSampleTextureError: round(onTextures.error),
  }),
  codecAlike,
  ...(options.full ? { large: await ownRun('--size', '4096x3072', '--drawn', '5') } : {}),
};
console.log(JSON.stringify(result));
process.exit(codecAlike ? 0 : 1);

/** The photos that a family can be drawn on. */
async function photosFor(generator: Generator, family: string): Promise<SamplePhoto[]> {
  const outcomes = await Promise.all(
    goldens.map((golden) => start(generator, { ...golden, name: `look ${golden.name}` }, family, 0)),
  );
  return goldens.filter((_, k) => outcomes[k]!.kind === 'finished');
}

/** So many photos of that size are sure to stay prepared: of more, each picture would wait for an analysis. */
function remembered(): number {
  const [width, height] = options.size.split('x').map(Number) as [number, number];
  return Math.max(1, Math.floor(12e6 / (width * height)));
}

/** This bench again in a process of its own, so that what was measured before is not in its memory. */
async function ownRun(...args: string[]): Promise<unknown> {
  const child = spawn(process.execPath, [...process.execArgv, 'bench/render.ts', '--json', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = (await text(child.stdout)).trim().split('\n');
  return JSON.parse(lines.at(-1) ?? 'null');
}

/** Nothing but the generator as the product has it, on all cores: five photos after one another, all families. */
async function measureMemory(): Promise<never> {
  const generator = createRendererGenerator();
  for (let copy = 0; copy < 5; copy++) {
    const photo = { ...goldens[copy % goldens.length]!, name: `photo ${copy}` };
    await drawMany(generator, [photo], names, names.length, cores);
  }
  await generator.close();
  console.log(JSON.stringify({ rssMb: peakMemoryMb() }));
  process.exit();
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
