import type { Region } from '#core/annotation/region.ts';
import type { MeasuredRealMark, MeasuredSample } from '#core/real-sample/measured-sample.ts';
import { regionTest, type RegionTest } from '#imaging/regions.ts';
import { gridIndex, type Surface } from '#imaging/surface/surface.ts';

type Place = MeasuredRealMark['place'];

/** The places of a surface where marks are told from those anywhere: as the renderer places them. */
export type Places = {
  readonly tests: readonly { readonly place: Exclude<Place, 'anywhere'>; readonly isIn: RegionTest }[];
  readonly chance: MeasuredSample['chance'];
};

/** A mark that comes this near (parts of the diameter) to a rim touches it. */
const TOUCHING = 0.012;

export function placesOf(surface: Surface): Places {
  const chance = { edge: 0, hole: 0, corner: 0 };
  if (surface.wholeFrame) return { tests: [], chance };
  const tests = (['corner', 'hole', 'edge'] as const)
    .filter((place) => place !== 'hole' || surface.hasHoles)
    .map((place) => ({ place, isIn: regionTest(surface, place, null) }));
  const { width, height } = surface.grid;
  let product = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (surface.product[y * width + x] !== 1) continue;
      product++;
      const found = tests.find(({ isIn }) => isIn(x, y));
      if (found) chance[found.place]++;
    }
  }
  for (const { place } of tests) chance[place] = round(chance[place] / Math.max(1, product));
  return { tests, chance };
}

/** Where a mark lies: where most of it is, or what it touches. */
export function placeOfMark(
  surface: Surface,
  places: Places,
  { box, data }: Region,
): { place: Place; toEdge: number | null } {
  if (surface.wholeFrame) return { place: 'anywhere', toEdge: null };
  const { width, scale } = surface.grid;
  const touching = Math.max(2, TOUCHING * surface.diameter * scale);
  const counts = new Map<Place, number>();
  let on = 0;
  let toEdge = Infinity;
  let toHole = Infinity;
  // A few hundred places tell as much as all.
  const step = Math.max(1, Math.floor(Math.sqrt((box.width * box.height) / 4000)));
  for (let y = 0; y < box.height; y += step) {
    for (let x = 0; x < box.width; x += step) {
      if (data[y * box.width + x] === 0) continue;
      const at = gridIndex(surface, box.x + x, box.y + y);
      toHole = Math.min(toHole, surface.toHole[at]!);
      toEdge = Math.min(toEdge, surface.inside[at]!);
      const u = at % width;
      const v = Math.floor(at / width);
      const place = places.tests.find(({ isIn }) => isIn(u, v))?.place ?? 'anywhere';
      counts.set(place, (counts.get(place) ?? 0) + 1);
      if (surface.product[at] === 1) on++;
    }
  }
  const parts = toEdge === Infinity ? null : round(toEdge / scale / surface.diameter);
  const [most] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? ['anywhere' as const];
  if (most !== 'anywhere') return { place: most, toEdge: parts };
  if (surface.hasHoles && toHole <= touching) return { place: 'hole', toEdge: parts };
  return { place: on === 0 || toEdge <= touching ? 'edge' : 'anywhere', toEdge: parts };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
