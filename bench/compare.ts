import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { measureMask } from '#core/annotation/mask.ts';
import { unspecifiedParameters } from '#core/prompt/parameters.ts';
import { createRandom } from '#core/random.ts';
import { decodePicture } from '#imaging/codec.ts';
import { comparePictures, type CompareOptions } from '#imaging/compare/compare-pictures.ts';
import { families } from '#imaging/defects/registry.ts';
import type { Picture } from '#imaging/picture.ts';
import { renderDefect } from '#imaging/render.ts';
import { analyseSurface, type Surface } from '#imaging/surface/surface.ts';
import { drawReRendering, reRender } from './compare/re-render.ts';

// Whether comparison finds again what the renderer drew, whose mask is exact. Three kinds of pairs, each
// with as many unedited ones:
//
//   (top level)   the rendered picture itself
//   rerendered    the picture after a random combination of colour, gamma, light, a shift of 1-3 px, half a
//                 degree, resampling, grain and JPEG 55-85 (see compare/re-render.ts)
//   regionKnown   the same, with a box around the mask, a quarter larger on every side, given as region
//
//   meanIou            of the found and the exact mask, over all edited pairs (nothing found counts 0)
//   found              share of edited pairs with an IoU of at least 0.1
//   falseAlarms        unedited pairs in which anything was found
//   msPerMegapixel     CPU time of the comparison alone
//
// Defects of every family at their usual strengths, the barely visible ones included. --seed gives others.
const { values: options } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    json: { type: 'boolean' },
    seed: { type: 'string', default: '1' },
    verbose: { type: 'boolean', default: false },
  },
});
type Score = { iou: number[]; alarms: number; ms: number; pixels: number };
const scores: Record<'clean' | 'rerendered' | 'regionKnown', Score> = {
  clean: { iou: [], alarms: 0, ms: 0, pixels: 0 },
  rerendered: { iou: [], alarms: 0, ms: 0, pixels: 0 },
  regionKnown: { iou: [], alarms: 0, ms: 0, pixels: 0 },
};
const random = createRandom(`compare ${options.seed}`);
const goldens = await loadGoldens();
const rounds = options.full ? 60 : 2;
for (let round = 0; round < rounds; round++) {
  for (const [k, golden] of goldens.entries()) {
    const family = families[(round * goldens.length + k) % families.length]!;
    const name = `${round} ${golden.name} ${family.name}`;
    const seed = random.integer(0, 1_000_000);
    const { picture, mask } = renderDefect({ ...golden, family, parameters: unspecifiedParameters, seed });
    const how = drawReRendering(random.fork(name));
    const altered = await reRender(picture, how, name);
    const good = await reRender(golden.golden, how, `${name} good`);
    const region = boxAround(mask);
    edited('clean', golden.golden, picture, mask.data, {}, name);
    edited('rerendered', golden.golden, altered, mask.data, {}, name);
    edited('regionKnown', golden.golden, altered, mask.data, { region }, name);
    unedited(
      'clean',
      golden.golden,
      { ...golden.golden, data: Uint8Array.from(golden.golden.data) },
      {},
      name,
    );
    unedited('rerendered', golden.golden, good, {}, name);
    unedited('regionKnown', golden.golden, good, { region }, name);
  }
  console.error(`round ${round + 1} of ${rounds}`);
}
console.log(
  JSON.stringify({
    seed: Number(options.seed),
    ...summary(scores.clean),
    rerendered: summary(scores.rerendered),
    regionKnown: summary(scores.regionKnown),
  }),
);
process.exit(scores.clean.iou.length === rounds * goldens.length ? 0 : 1);

type Golden = { name: string; golden: Picture; surface: Surface };

/** All sample photos, one of them in grey and small, one at full size. */
async function loadGoldens(): Promise<Golden[]> {
  const files = readdirSync('samples').filter((file) => file.endsWith('.jpg'));
  return Promise.all(
    files.map(async (name, k) => {
      const image = sharp(readFileSync(join('samples', name)));
      const bytes =
        k === 0
          ? await image.resize(320, 240).greyscale().png().toBuffer()
          : await image
              .resize(k % 2 === 0 ? 1024 : 640)
              .png()
              .toBuffer();
      const golden = await decodePicture(bytes);
      return { name, golden, surface: analyseSurface(golden) };
    }),
  );
}

function edited(
  kind: keyof typeof scores,
  golden: Picture,
  other: Picture,
  exact: Uint8Array,
  how: CompareOptions,
  name: string,
): void {
  const found = timed(kind, golden, other, how);
  let both = 0;
  let either = 0;
  for (let i = 0; i < exact.length; i++) {
    if (exact[i] && found[i]) both++;
    if (exact[i] || found[i]) either++;
  }
  scores[kind].iou.push(both / either);
  if (options.verbose) console.error(`${kind} ${name}: ${(both / either).toFixed(2)}`);
}

function unedited(
  kind: keyof typeof scores,
  golden: Picture,
  other: Picture,
  how: CompareOptions,
  name: string,
): void {
  if (!timed(kind, golden, other, how).includes(255)) return;
  scores[kind].alarms++;
  if (options.verbose) console.error(`${kind} ${name}: false alarm`);
}

function timed(kind: keyof typeof scores, golden: Picture, other: Picture, how: CompareOptions): Uint8Array {
  const started = process.cpuUsage();
  const { mask } = comparePictures(golden, other, how);
  const { user, system } = process.cpuUsage(started);
  scores[kind].ms += (user + system) / 1000;
  scores[kind].pixels += golden.width * golden.height;
  return mask.data;
}

function boxAround(mask: { width: number; height: number; data: Uint8Array }): CompareOptions['region'] {
  const { box } = measureMask(mask)!;
  const across = Math.max(12, 0.25 * box.width);
  const down = Math.max(12, 0.25 * box.height);
  return {
    boxes: [
      {
        x: (box.x - across) / mask.width,
        y: (box.y - down) / mask.height,
        width: (box.width + 2 * across) / mask.width,
        height: (box.height + 2 * down) / mask.height,
      },
    ],
  };
}

function summary({ iou, alarms, ms, pixels }: Score): object {
  return {
    pairs: iou.length,
    meanIou: rounded(iou.reduce((sum, value) => sum + value, 0) / iou.length),
    found: rounded(iou.filter((value) => value >= 0.1).length / iou.length),
    falseAlarms: alarms,
    msPerMegapixel: Math.round((1e6 * ms) / pixels),
  };
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
