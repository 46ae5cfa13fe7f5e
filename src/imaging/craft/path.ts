import type { Random } from '#core/random.ts';
import { scratch } from '#imaging/scratch.ts';
import { boundsOf } from './bounds.ts';
import type { Canvas } from './canvas.ts';

export type Point = { readonly x: number; readonly y: number };

/** A line as points about `step` px apart. */
export type Path = { readonly points: readonly Point[]; readonly step: number; readonly length: number };

/**
 * A path that leaves `start` towards `heading` (radians) and turns by `turn` radians in all, evenly, while
 * wandering: the heading also takes a random walk whose deviation after the whole length is `wander`.
 */
export function wanderingPath(
  start: Point,
  heading: number,
  length: number,
  options: { step: number; turn: number; wander: number },
  random: Random,
): Path {
  const steps = Math.max(2, Math.round(length / options.step));
  const stride = length / steps;
  const points: Point[] = [start];
  let { x, y } = start;
  let angle = heading - options.turn / 2;
  for (let k = 0; k < steps; k++) {
    angle += options.turn / steps + random.normal(0, options.wander / Math.sqrt(steps));
    x += Math.cos(angle) * stride;
    y += Math.sin(angle) * stride;
    points.push({ x, y });
  }
  return { points, step: stride, length };
}

/** The same path moved so that its middle lies at `centre`. */
export function centredOn(path: Path, centre: Point): Path {
  const first = path.points[0]!;
  const last = path.points[path.points.length - 1]!;
  const dx = centre.x - (first.x + last.x) / 2;
  const dy = centre.y - (first.y + last.y) / 2;
  return { ...path, points: path.points.map(({ x, y }) => ({ x: x + dx, y: y + dy })) };
}

/** Nearest point of a path for one pixel: signed distance (px, + to the right of the way), way along it (px), segment. */
export type Nearest = { readonly across: number; readonly along: number; readonly segment: number };

/**
 * Calls `visit` once for every pixel of the canvas within `reach` px of the path. Pixels are measured at
 * their centres; work is in proportion to length times reach, memory to the path's rectangle.
 */
export function tracePath(
  canvas: Canvas,
  path: Path,
  reach: number,
  visit: (index: number, nearest: Nearest) => void,
): void {
  const window = windowOf(canvas, path, reach);
  const best = scratch(Float32Array, window.width * window.height).fill(Infinity);
  const across = scratch(Float32Array, best.length);
  const along = scratch(Float32Array, best.length);
  const segments = scratch(Int32Array, best.length).fill(-1);
  const touched: number[] = [];
  for (let k = 0; k + 1 < path.points.length; k++) {
    const a = path.points[k]!;
    const b = path.points[k + 1]!;
    const dx = b.x - a.x;
    const dy = b.y - a.y;
    const squared = dx * dx + dy * dy || 1e-9;
    const length = Math.sqrt(squared);
    const left = Math.max(0, Math.floor(Math.min(a.x, b.x) - reach) - canvas.left);
    const right = Math.min(canvas.width - 1, Math.ceil(Math.max(a.x, b.x) + reach) - canvas.left);
    const top = Math.max(0, Math.floor(Math.min(a.y, b.y) - reach) - canvas.top);
    const bottom = Math.min(canvas.height - 1, Math.ceil(Math.max(a.y, b.y) + reach) - canvas.top);
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        const px = x + canvas.left + 0.5 - a.x;
        const py = y + canvas.top + 0.5 - a.y;
        const t = Math.max(0, Math.min(1, (px * dx + py * dy) / squared));
        const ox = px - t * dx;
        const oy = py - t * dy;
        const d = Math.sqrt(ox * ox + oy * oy);
        const i = (y - window.top) * window.width + x - window.left;
        if (d > reach || d >= best[i]!) continue;
        if (segments[i]! < 0) touched.push(i);
        best[i] = d;
        segments[i] = k;
        across[i] = dx * py - dy * px >= 0 ? d : -d;
        along[i] = k * path.step + t * length;
      }
    }
  }
  for (const i of touched) {
    const column = i % window.width;
    const row = (i - column) / window.width;
    const index = (row + window.top) * canvas.width + column + window.left;
    visit(index, { across: across[i]!, along: along[i]!, segment: segments[i]! });
  }
}

/** The part of a canvas that lies within `reach` px of a path, in canvas coordinates; a branch is far smaller than its crack. */
function windowOf(
  canvas: Canvas,
  { points }: Path,
  reach: number,
): { left: number; top: number; width: number; height: number } {
  const { left, top, right, bottom } = boundsOf(points);
  const x = Math.max(0, Math.floor(left - reach) - canvas.left);
  const y = Math.max(0, Math.floor(top - reach) - canvas.top);
  const width = Math.min(canvas.width - 1, Math.ceil(right + reach) - canvas.left) - x + 1;
  const height = Math.min(canvas.height - 1, Math.ceil(bottom + reach) - canvas.top) - y + 1;
  return { left: x, top: y, width: Math.max(0, width), height: Math.max(0, height) };
}

/** Direction (radians) of a path's segment. */
export function headingAt(path: Path, segment: number): number {
  const a = path.points[segment]!;
  const b = path.points[segment + 1]!;
  return Math.atan2(b.y - a.y, b.x - a.x);
}
