import type { PromptParameters } from '#core/prompt/parameters.ts';
import type { Random } from '#core/random.ts';
import type { Habits, Site } from '#imaging/defects/family.ts';
import { footprintCost } from '#imaging/footprint.ts';
import type { Ground } from '#imaging/ground.ts';
import type { Motif } from '#imaging/print/motif.ts';
import {
  findSpot,
  regionTest,
  thirdsOf,
  type Region,
  type RegionTest,
  type Thirds,
} from '#imaging/regions.ts';
import type { Mark } from '#imaging/settle.ts';
import { siteAt, siteOf } from '#imaging/site.ts';
import type { Surface } from '#imaging/surface/surface.ts';

export type Placement = {
  readonly site: Site;
  readonly region: Region;
  /** What the prompt asked for and the photo does not have, in its own words ("hole"). */
  readonly unmet: readonly string[];
};

/** Candidates compared for one mark: enough to stay on one face, few enough to keep the variety. */
const CANDIDATES = 12;
const ROUNDS = 4;
/** `footprintCost` of a mark that lies well: about one thin step crossed. */
const ACCEPTABLE = 0.3;

/**
 * Chooses where one mark goes: a place that the prompt or the family's habits name, an angle and a size;
 * of a few candidates the one that lies best on the product, off steps in its shape and off other marks.
 * `shrink` under 1 makes it smaller, for places that were too tight. `null` when there is no such place.
 */
export function placeMark(input: {
  ground: Ground;
  parameters: PromptParameters;
  habits: Habits;
  random: Random;
  shrink: number;
  taken: readonly Mark[];
}): Placement | null {
  const { ground, parameters, habits, random, shrink, taken } = input;
  const { surface, motif } = ground;
  if (habits.takesWhole && motif) return placeOnWhole(surface, motif, parameters);
  const unmet: string[] = [];
  const wanted =
    parameters.place.region ??
    (ground.placement === 'prior' ? usualRegion(habits, surface, random) : 'anywhere');
  const thirds = thirdsOf(parameters);
  let region: Region = wanted;
  let isIn = testOf(ground, region, thirds);
  if (findSpot(surface, isIn, random) === null && region !== 'anywhere') {
    if (parameters.place.region) unmet.push(region);
    region = 'anywhere';
    isIn = testOf(ground, region, thirds);
  }
  if (thirds && findSpot(surface, isIn, random) === null) {
    unmet.push([parameters.place.vertical, parameters.place.horizontal].filter(Boolean).join(' '));
    isIn = testOf(ground, region, null);
  }

  // On a product of a few pixels a mark must still have some.
  const least = Math.min(8, 0.6 * surface.diameter);
  const asked = sizeOf(ground, parameters, habits, random, unmet) * shrink;
  const named = parameters.size ?? (ground.mmPerPixel ? parameters.sizeMm : null);
  let best: Site | null = null;
  let bestCost = Infinity;
  for (let round = 0; round < ROUNDS && bestCost > ACCEPTABLE; round++) {
    // A size that the prompt names is kept; a usual one gives way to the part's own features.
    const size = Math.max(least, asked * (named ? 1 : 0.8 ** round));
    for (let k = 0; k < CANDIDATES; k++) {
      const spot = findSpot(surface, isIn, random);
      if (spot === null) return null;
      const site = siteAt(surface, spot, region, size, parameters, habits, random);
      const cost = footprintCost(ground, site, habits, taken);
      if (cost < bestCost) {
        bestCost = cost;
        best = site;
      }
    }
  }
  return best && { site: best, region, unmet };
}

/** All of a motif: what the prompt says of place and size says nothing. */
function placeOnWhole(surface: Surface, { window, box }: Motif, parameters: PromptParameters): Placement {
  const [left, top, right, bottom] = box;
  const x = window.left + (left + right + 1) / 2;
  const y = window.top + (top + bottom + 1) / 2;
  const size = Math.max(right - left, bottom - top) + 1;
  const { place } = parameters;
  const asked = [place.region, place.vertical, place.horizontal, parameters.size && 'size'];
  const unmet = asked.filter((word) => typeof word === 'string');
  return { site: siteOf(surface, { x, y, angle: 0, size }, null), region: 'anywhere', unmet };
}

function usualRegion(habits: Habits, surface: Surface, random: Random): Region {
  // The border of a texture is where the camera stopped looking, not an edge of the product.
  if (surface.wholeFrame) return 'anywhere';
  const { anywhere, edge, hole, corner } = habits.where;
  const weights: [Region, number][] = [
    ['anywhere', anywhere],
    ['edge', edge],
    ['hole', surface.hasHoles ? hole : 0],
    ['corner', corner],
  ];
  let at = random.next() * weights.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [region, weight] of weights) {
    at -= weight;
    if (at < 0) return region;
  }
  return 'anywhere';
}

function testOf({ surface, allowed }: Ground, region: Region, thirds: Thirds | null): RegionTest {
  const isIn = regionTest(surface, region, thirds);
  const { width } = surface.grid;
  return allowed ? (x, y) => allowed[y * width + x] === 1 && isIn(x, y) : isIn;
}

/** Longest extent in px: as asked in millimetres, else in parts of the product, else as usual for the family. */
function sizeOf(
  { surface, mmPerPixel }: Ground,
  { size, sizeMm }: PromptParameters,
  habits: Habits,
  random: Random,
  unmet: string[],
): number {
  if (sizeMm && mmPerPixel) {
    const px = random.between(sizeMm.min, sizeMm.max) / mmPerPixel;
    if (px > surface.diameter) unmet.push('size');
    return Math.min(px, surface.diameter);
  }
  if (sizeMm) unmet.push('size in millimetres');
  const { median, spread, min, max } = habits.size;
  const part = size
    ? random.between(size.min, size.max)
    : Math.max(min, Math.min(max, median * Math.exp(random.normal(0, spread))));
  return part * surface.diameter;
}
