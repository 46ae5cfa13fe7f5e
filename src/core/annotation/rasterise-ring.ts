import { fillColumnRuns } from './column-runs.ts';
import type { Mask } from './mask.ts';
import type { Ring } from './trace-rings.ts';

const scale = 5;

/**
 * The mask that pycocotools reads from one polygon: a transcription of what `rleFrPoly` of its
 * `maskApi.c` does. The outline is drawn on a lattice five times finer; where it crosses the middle of a
 * pixel column, the column's mask changes from there down. Crossings come in pairs, so overlapping
 * stretches cancel. It judges our own polygons, in the tests and in the guard of the simplification.
 */
export function rasteriseRing(ring: Ring, width: number, height: number): Mask {
  const changes = Float64Array.from(crossings(ring, width, height)).sort();
  const counts: number[] = [];
  let before = 0;
  for (const change of changes) {
    counts.push(change - before);
    before = change;
  }
  counts.push(width * height - before);
  const data = new Uint8Array(width * height);
  fillColumnRuns(data, width, height, counts);
  return { width, height, data };
}

/** Positions, counted down the columns, from which on the mask is the opposite of before. */
function crossings(ring: Ring, width: number, height: number): number[] {
  const found: number[] = [];
  const points = ring.length / 2;
  let lastU: number | undefined;
  let lastV = 0;
  const visit = (u: number, v: number): void => {
    if (lastU !== undefined && u !== lastU) {
      const x = ((u < lastU ? u : u - 1) + 0.5) / scale - 0.5;
      if (Number.isInteger(x) && x >= 0 && x <= width - 1) {
        const y = (Math.min(v, lastV) + 0.5) / scale - 0.5;
        found.push(x * height + Math.ceil(Math.min(Math.max(y, 0), height)));
      }
    }
    lastU = u;
    lastV = v;
  };
  for (let i = 0; i < points; i++) {
    const next = (i + 1) % points;
    drawEdge(
      Math.trunc(scale * ring[2 * i]! + 0.5),
      Math.trunc(scale * ring[2 * i + 1]! + 0.5),
      Math.trunc(scale * ring[2 * next]! + 0.5),
      Math.trunc(scale * ring[2 * next + 1]! + 0.5),
      visit,
    );
  }
  return found;
}

/** Every lattice point of an edge, one per step of its longer side; the same points in both directions. */
function drawEdge(
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  visit: (u: number, v: number) => void,
): void {
  const dx = Math.abs(x1 - x0);
  const dy = Math.abs(y1 - y0);
  const flat = dx >= dy;
  const flip = flat ? x0 > x1 : y0 > y1;
  const [xs, ys, xe, ye] = flip ? [x1, y1, x0, y0] : [x0, y0, x1, y1];
  const length = flat ? dx : dy;
  const slope = length === 0 ? 0 : (flat ? ye - ys : xe - xs) / length;
  for (let d = 0; d <= length; d++) {
    const t = flip ? length - d : d;
    if (flat) visit(xs + t, Math.trunc(ys + slope * t + 0.5));
    else visit(Math.trunc(xs + slope * t + 0.5), ys + t);
  }
}
