import { rasteriseRing } from './rasterise-ring.ts';
import type { Region } from './region.ts';
import { simplifyRing } from './simplify-ring.ts';
import { singleRing } from './single-ring.ts';
import { straightenRing } from './straighten-ring.ts';
import { type Ring, traceRings } from './trace-rings.ts';

export type Outline = {
  /** One ring in the picture's pixels. Its box is the region's box in every case. */
  readonly ring: Ring;
  /** Intersection over union of the region and what the ring decodes to; 1 when it is exact. */
  readonly iou: number;
};

export type OutlineOptions = {
  /** Fewer points as long as `iou` stays at or above 0.98. */
  readonly simplify?: boolean;
  /** At most this many points, whatever it costs; at least 100. */
  readonly maxPoints?: number;
};

const guardedTolerances = [1.5, 1, 0.75, 0.5];
const lowestGuardedIou = 0.98;
const forcedTolerances = [0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8];

/** The outline of a region as one polygon that decodes to exactly the region, unless options ask for less. */
export function outlineRegion(region: Region, options: OutlineOptions = {}): Outline {
  const { box, data } = region;
  const rings = traceRings(data, box.width, box.height);
  const { ring, iou } = chooseRing(region, rings, options);
  return { ring: ring.map((value, i) => value + (i % 2 === 0 ? box.x : box.y)), iou };
}

function chooseRing(region: Region, rings: readonly Ring[], options: OutlineOptions): Outline {
  const most = options.maxPoints ?? Infinity;
  /** As one ring with its score, or null when it has too many points. */
  const attempt = (change: (ring: Ring) => Ring): Outline | null => {
    const changed = rings.map(change);
    // Bridges only add points: hanging up the rings, the dear part, can be spared.
    if (changed.reduce((sum, ring) => sum + ring.length / 2, 0) > most) return null;
    const ring = singleRing(changed);
    return ring.length / 2 > most ? null : { ring, iou: measureIou(region, ring) };
  };
  if (options.simplify) {
    for (const tolerance of guardedTolerances) {
      const outline = attempt((ring) => simplifyRing(ring, tolerance));
      if (outline && outline.iou >= lowestGuardedIou) return outline;
    }
  }
  const exact = singleRing(rings);
  const straight = options.simplify || exact.length / 2 > most ? attempt(straightenRing) : null;
  if (straight && straight.iou >= lowestGuardedIou) return straight;
  if (exact.length / 2 <= most) return { ring: exact, iou: 1 };
  for (const tolerance of forcedTolerances) {
    const outline = attempt((ring) => simplifyRing(ring, tolerance));
    if (outline) return outline;
  }
  const ring = singleRing(
    largestRings(
      rings.map((one) => shrinkRing(one, most / 8)),
      most,
    ),
  );
  return { ring, iou: measureIou(region, ring) };
}

/** Coarser and coarser until few enough points are left; four or so always are in the end. */
function shrinkRing(ring: Ring, maxPoints: number): Ring {
  let tolerance = forcedTolerances.at(-1)!;
  let shrunk = simplifyRing(ring, tolerance);
  while (shrunk.length / 2 > Math.max(4, maxPoints)) {
    tolerance *= 2;
    shrunk = simplifyRing(ring, tolerance);
  }
  return shrunk;
}

/**
 * As many rings as have room, the largest first. A hole is smaller than what it is in, so none is left
 * without its surroundings. One ring on each side of the box goes before all others, to keep the box.
 */
function largestRings(rings: readonly Ring[], maxPoints: number): Ring[] {
  const sized = rings.map((ring, index) => ({ ring, index, area: Math.abs(signedArea(ring)), side: false }));
  sized.sort((a, b) => b.area - a.area || a.index - b.index);
  for (const axis of [0, 1]) {
    const low = sized.map(({ ring }) => Math.min(...ring.filter((_, i) => i % 2 === axis)));
    const high = sized.map(({ ring }) => Math.max(...ring.filter((_, i) => i % 2 === axis)));
    sized[low.indexOf(Math.min(...low))]!.side = true;
    sized[high.indexOf(Math.max(...high))]!.side = true;
  }
  sized.sort((a, b) => Number(b.side) - Number(a.side));
  let points = 0;
  const kept = sized.filter(({ ring }) => {
    // A bridge adds the point it leaves from and the point it arrives at, once more each.
    const needed = ring.length / 2 + 2;
    if (points + needed > maxPoints) return false;
    points += needed;
    return true;
  });
  return kept.sort((a, b) => a.index - b.index).map(({ ring }) => ring);
}

/** Twice the enclosed area in pixels (shoelace formula); positive for outer rings, negative for holes. */
function signedArea(ring: Ring): number {
  let sum = 0;
  for (let i = 0; i < ring.length; i += 2) {
    const next = (i + 2) % ring.length;
    sum += ring[i]! * ring[next + 1]! - ring[next]! * ring[i + 1]!;
  }
  return sum;
}

function measureIou({ box, area, data }: Region, ring: Ring): number {
  const decoded = rasteriseRing(ring, box.width, box.height).data;
  let both = 0;
  let either = area;
  for (let i = 0; i < data.length; i++) {
    if (decoded[i] === 0) continue;
    if (data[i] === 0) either++;
    else both++;
  }
  return both / either;
}
