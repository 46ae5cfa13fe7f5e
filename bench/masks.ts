import { parseArgs } from 'node:util';
import type { Mask } from '#core/annotation/mask.ts';
import { findRegions } from '#core/annotation/find-regions.ts';
import { outlineRegion } from '#core/annotation/outline-region.ts';
import { rasteriseRing } from '#core/annotation/rasterise-ring.ts';
import { type Region, uniteRegions } from '#core/annotation/region.ts';
import {
  compressCounts,
  decodeRunLength,
  encodeRunLength,
  expandCounts,
} from '#core/annotation/run-length.ts';
import { createRandom, type Random } from '#core/random.ts';

// How long COCO's two encodings of one instance take, on one core, in a picture of 1024 x 1024: milliseconds for each,
// the mean over masks of one shape.
//
//   rleMs       compressed run lengths of the whole picture
//   polygonMs   the exact outline as one ring
//   exact       every encoding decoded to the very same mask (exit status 1 if not)
const { values: options } = parseArgs({
  options: { full: { type: 'boolean', default: false }, json: { type: 'boolean' } },
});
const side = 1024;
const masksOfShape = options.full ? 50 : 8;

type Point = { readonly x: number; readonly y: number };

/** Discs along a line of points. */
function paintStroke(mask: Mask, points: readonly Point[], radius: number, value: 0 | 255): Mask {
  points.forEach((to, index) => {
    const from = points[index - 1] ?? to;
    const steps = Math.ceil(Math.hypot(to.x - from.x, to.y - from.y)) * 2 + 1;
    for (let step = 0; step <= steps; step++) {
      const [x, y] = [from.x + ((to.x - from.x) * step) / steps, from.y + ((to.y - from.y) * step) / steps];
      for (let row = Math.floor(y - radius); row <= y + radius; row++) {
        for (let column = Math.floor(x - radius); column <= x + radius; column++) {
          const isInside = Math.hypot(column + 0.5 - x, row + 0.5 - y) <= radius;
          if (isInside && row >= 0 && row < side && column >= 0 && column < side)
            mask.data[row * side + column] = value;
        }
      }
    }
  });
  return mask;
}

const empty = (): Mask => ({ width: side, height: side, data: new Uint8Array(side * side) });
const place = (random: Random) => ({ x: random.between(200, 824), y: random.between(200, 824) });
const blob = (random: Random): Mask => {
  const centre = place(random);
  const points = Array.from({ length: 6 }, () => ({
    x: centre.x + random.between(-60, 60),
    y: centre.y + random.between(-60, 60),
  }));
  return paintStroke(empty(), points, random.between(30, 80), 255);
};

const shapes: Record<string, (random: Random) => Mask> = {
  blobs: blob,
  holes: (random) => {
    let mask = blob(random);
    const centre = findRegions(mask)[0]!.box;
    for (let i = 0; i < 12; i++) {
      const point = {
        x: centre.x + random.between(0, centre.width),
        y: centre.y + random.between(0, centre.height),
      };
      mask = paintStroke(mask, [point], random.between(3, 9), 0);
    }
    return mask;
  },
  specks: (random) => {
    const mask = empty();
    const { x, y } = place(random);
    for (let i = 0; i < 300; i++) {
      mask.data[Math.floor(y + random.normal(0, 40)) * side + Math.floor(x + random.normal(0, 40))] = 255;
    }
    return mask;
  },
  scratches: (random) =>
    paintStroke(empty(), [place(random), place(random), place(random)], random.between(0.6, 2.5), 255),
};

function isSame(mask: Mask, decoded: Mask): boolean {
  return Buffer.compare(mask.data, decoded.data) === 0;
}

let exact = true;
const report: Record<string, { rleMs: number; polygonMs: number }> = {};
for (const [shape, draw] of Object.entries(shapes)) {
  const random = createRandom(`masks ${shape}`);
  const spent = { rleMs: 0, polygonMs: 0 };
  // The first is not counted: it is compiled on the way.
  for (let number = -1; number < masksOfShape; number++) {
    const mask = draw(random);
    const region = uniteRegions(findRegions(mask) as [Region, ...Region[]]);
    const start = performance.now();
    const { size, counts } = encodeRunLength(region, side, side);
    const text = compressCounts(counts);
    const middle = performance.now();
    const { ring } = outlineRegion(region);
    const end = performance.now();
    exact &&= isSame(mask, decodeRunLength({ size, counts: expandCounts(text) }));
    exact &&= isSame(mask, rasteriseRing(ring, side, side));
    if (number < 0) continue;
    spent.rleMs += middle - start;
    spent.polygonMs += end - middle;
  }
  const mean = (ms: number): number => Math.round((ms / masksOfShape) * 1000) / 1000;
  report[shape] = { rleMs: mean(spent.rleMs), polygonMs: mean(spent.polygonMs) };
  console.error(`${shape}: ${JSON.stringify(report[shape])}`);
}
process.stdout.write(`${JSON.stringify({ ...report, exact })}\n`);
process.exitCode = exact ? 0 : 1;
