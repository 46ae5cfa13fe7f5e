import type { PromptParameters } from '#core/prompt/parameters.ts';
import type { Random } from '#core/random.ts';
import type { Habits, Site } from '#imaging/defects/family.ts';
import { boxMean } from '#imaging/surface/smooth.ts';
import { gridIndex, type Surface } from '#imaging/surface/surface.ts';

export type Placement = {
  readonly site: Site;
  readonly region: Region;
  /** What the prompt asked for and the photo does not have, in its own words ("hole"). */
  readonly unmet: readonly string[];
};

type Region = 'anywhere' | 'edge' | 'corner' | 'hole' | 'center';

/** Candidates compared for one mark: enough to stay on one face, few enough to keep the variety. */
const CANDIDATES = 12;

/**
 * Chooses where one mark goes: a place that the prompt or the family's habits name, an angle and a size;
 * of a few candidates the one that lies best on the product, off steps in its shape and off other marks.
 * `shrink` under 1 makes it smaller, for places that were too tight. `null` when there is no such place.
 */
export function placeMark(input: {
  surface: Surface;
  parameters: PromptParameters;
  habits: Habits;
  random: Random;
  shrink: number;
  taken: Uint8Array;
}): Placement | null {
  const { surface, parameters, habits, random, shrink, taken } = input;
  const unmet: string[] = [];
  const wanted = parameters.place.region ?? usualRegion(habits, surface, random);
  const thirds = thirdsOf(parameters);
  let region: Region = wanted;
  let isIn = regionTest(surface, region, thirds);
  if (findSpot(surface, isIn, random) === null && region !== 'anywhere') {
    if (parameters.place.region) unmet.push(region);
    region = 'anywhere';
    isIn = regionTest(surface, region, thirds);
  }
  if (thirds && findSpot(surface, isIn, random) === null) {
    unmet.push([parameters.place.vertical, parameters.place.horizontal].filter(Boolean).join(' '));
    isIn = regionTest(surface, region, null);
  }

  // On a product of a few pixels a mark must still have some.
  const least = Math.min(8, 0.6 * surface.diameter);
  const size = Math.max(least, sizeOf(parameters, habits, random) * surface.diameter * shrink);
  let best: Site | null = null;
  let bestCost = Infinity;
  for (let k = 0; k < CANDIDATES; k++) {
    const spot = findSpot(surface, isIn, random);
    if (spot === null) return null;
    const site = siteAt(surface, spot, region, size, parameters, habits, random);
    const cost = footprintCost(surface, site, habits, taken);
    if (cost < bestCost) {
      bestCost = cost;
      best = site;
    }
  }
  return best && { site: best, region, unmet };
}

function usualRegion(habits: Habits, surface: Surface, random: Random): Region {
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

function sizeOf(parameters: PromptParameters, habits: Habits, random: Random): number {
  const { median, spread, min, max } = habits.size;
  if (parameters.size) return random.between(parameters.size.min, parameters.size.max);
  return Math.max(min, Math.min(max, median * Math.exp(random.normal(0, spread))));
}

type Thirds = { readonly column: number | null; readonly row: number | null };

function thirdsOf({ place }: PromptParameters): Thirds | null {
  const column = place.horizontal ? ['left', 'middle', 'right'].indexOf(place.horizontal) : null;
  const row = place.vertical ? ['top', 'middle', 'bottom'].indexOf(place.vertical) : null;
  return column === null && row === null ? null : { column, row };
}

type RegionTest = (x: number, y: number) => boolean;

/** Tells product pixels of a region, by grid position. */
function regionTest(surface: Surface, region: Region, thirds: Thirds | null): RegionTest {
  const { width, height } = surface.grid;
  const [left, top, right, bottom] = surface.box;
  const boxWidth = right - left + 1;
  const boxHeight = bottom - top + 1;
  const near = Math.max(3, 0.07 * surface.diameter * surface.grid.scale);
  const column = thirds?.column ?? null;
  const row = thirds?.row ?? null;
  const corners = region === 'corner' ? cornerness(surface, Math.max(3, Math.round(near * 1.6))) : null;
  return (x, y) => {
    const i = y * width + x;
    if (!surface.product[i]) return false;
    if (column !== null && Math.floor(((x - left) / boxWidth) * 3) !== column) return false;
    if (row !== null && Math.floor(((y - top) / boxHeight) * 3) !== row) return false;
    switch (region) {
      case 'anywhere':
        return true;
      case 'edge': {
        const rim = surface.wholeFrame ? Math.min(x + 1, y + 1, width - x, height - y) : surface.inside[i]!;
        return rim <= near && surface.toHole[i]! > near;
      }
      case 'hole':
        return surface.toHole[i]! <= near;
      case 'corner':
        return corners![i]! <= 0.5;
      case 'center':
        return Math.hypot((x - left + 0.5) / boxWidth - 0.5, (y - top + 0.5) / boxHeight - 0.5) <= 0.18;
    }
  };
}

/** A grid index in the region, all equally likely: by rejection, and by a full list where that finds none. */
function findSpot(surface: Surface, isIn: RegionTest, random: Random): number | null {
  const [left, top, right, bottom] = surface.box;
  const { width } = surface.grid;
  for (let k = 0; k < 300; k++) {
    const x = random.integer(left, right);
    const y = random.integer(top, bottom);
    if (isIn(x, y)) return y * width + x;
  }
  const spots: number[] = [];
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) if (isIn(x, y)) spots.push(y * width + x);
  }
  return spots.length > 0 ? random.pick(spots) : null;
}

/** Share of product in a square around each pixel: about a half at straight edges, a quarter at corners. */
function cornerness(surface: Surface, radius: number): Float32Array {
  const { width, height } = surface.grid;
  const padded = new Float32Array((width + 2 * radius) * (height + 2 * radius));
  const stride = width + 2 * radius;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++)
      padded[(y + radius) * stride + x + radius] = surface.product[y * width + x]!;
  }
  const mean = boxMean(padded, stride, height + 2 * radius, radius);
  const share = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) share[y * width + x] = mean[(y + radius) * stride + x + radius]!;
  }
  const ranked = share.filter((_, i) => surface.product[i] === 1).sort();
  // The sharpest three per cent of what this shape has, mapped so that "a corner" is under a half.
  const limit = Math.max(0.3, ranked[Math.floor(ranked.length * 0.03)] ?? 1);
  return share.map((value) => (0.5 * value) / limit);
}

function siteAt(
  surface: Surface,
  spot: number,
  region: Region,
  size: number,
  parameters: PromptParameters,
  habits: Habits,
  random: Random,
): Site {
  const { width, scale } = surface.grid;
  let x = ((spot % width) + random.next()) / scale;
  let y = (Math.floor(spot / width) + random.next()) / scale;
  const grain = { angle: surface.grain.angle[spot]!, coherence: surface.grain.coherence[spot]! };
  let angle = random.between(0, Math.PI);
  const direction = parameters.direction;
  if (direction === 'along-grain') angle = grain.angle + random.normal(0, 0.06);
  else if (direction === 'across-grain') angle = grain.angle + Math.PI / 2 + random.normal(0, 0.08);
  else if (direction) angle = (-direction.degrees * Math.PI) / 180 + random.normal(0, 0.06);

  if (habits.growsFromEdge && (region === 'edge' || region === 'hole' || region === 'corner')) {
    const rim = walkToRim(surface, spot, region);
    const inward = rim.inward + (direction ? 0 : random.normal(0, 0.4));
    if (!direction) angle = inward;
    else if (Math.cos(angle - inward) < 0) angle += Math.PI;
    x = rim.x + (Math.cos(angle) * size) / 2;
    y = rim.y + (Math.sin(angle) * size) / 2;
  }
  return {
    x,
    y,
    angle,
    size,
    diameter: surface.diameter,
    hair: Math.max(0.5, surface.diameter / 600),
    light: surface.light,
    luma: surface.luma[gridIndex(surface, x, y)]!,
    grain,
  };
}

/** From a spot near a rim (outline, hole, or the frame when all is product) to the rim, and the way back inwards. */
function walkToRim(surface: Surface, spot: number, region: Region): { x: number; y: number; inward: number } {
  const { width, height, scale } = surface.grid;
  const field = region === 'hole' ? surface.toHole : surface.inside;
  const depth = (u: number, v: number): number =>
    surface.wholeFrame ? Math.min(u + 1, v + 1, width - u, height - v) : field[v * width + u]!;
  let u = spot % width;
  let v = Math.floor(spot / width);
  let inward = 0;
  for (let k = 0; k < 200; k++) {
    const l = Math.max(0, u - 1);
    const r = Math.min(width - 1, u + 1);
    const t = Math.max(0, v - 1);
    const b = Math.min(height - 1, v + 1);
    const gx = depth(r, v) - depth(l, v);
    const gy = depth(u, b) - depth(u, t);
    if (gx !== 0 || gy !== 0) inward = Math.atan2(gy, gx);
    if (depth(u, v) <= 1.5) break;
    const nu = Math.max(0, Math.min(width - 1, Math.round(u - Math.cos(inward))));
    const nv = Math.max(0, Math.min(height - 1, Math.round(v - Math.sin(inward))));
    if (nu === u && nv === v) break;
    u = nu;
    v = nv;
  }
  return { x: (u + 0.5) / scale, y: (v + 0.5) / scale, inward };
}

/** How badly a footprint lies: off the product, over steps in its shape, over earlier marks. */
function footprintCost(surface: Surface, site: Site, habits: Habits, taken: Uint8Array): number {
  const lanes = habits.slenderness > 0.3 ? [-0.8, -0.4, 0, 0.4, 0.8] : [-0.5, 0, 0.5];
  const half = (site.size * habits.slenderness) / 2;
  let off = 0;
  let steps = 0;
  let clash = 0;
  let n = 0;
  let mean = 0;
  let squares = 0;
  const cos = Math.cos(site.angle);
  const sin = Math.sin(site.angle);
  // About every second grid pixel: steps are thin.
  const stops = Math.max(16, Math.min(64, Math.round((site.size * surface.grid.scale) / 2)));
  for (let k = 0; k <= stops; k++) {
    const t = ((k / stops) * 2 - 1) * 0.5 * site.size;
    for (const lane of lanes) {
      const s =
        lane * half * Math.sqrt(Math.max(0, 1 - (habits.slenderness > 0.3 ? ((2 * k) / stops - 1) ** 2 : 0)));
      const x = site.x + t * cos - s * sin;
      const y = site.y + t * sin + s * cos;
      n++;
      if (x < 0 || y < 0 || x >= surface.width || y >= surface.height) {
        off++;
        continue;
      }
      const i = gridIndex(surface, x, y);
      if (!surface.product[i]) {
        off++;
        continue;
      }
      steps += Math.min(1, Math.max(0, surface.edges[i]! - 5) / 15);
      if (taken[Math.floor(y) * surface.width + Math.floor(x)]) clash++;
      mean += surface.luma[i]!;
      squares += surface.luma[i]! ** 2;
    }
  }
  const on = Math.max(1, n - off);
  const spread = Math.sqrt(Math.max(0, squares / on - (mean / on) ** 2)) / 255;
  return (6 * off) / n + (8 * steps) / on + (8 * clash) / n + 2 * spread;
}
