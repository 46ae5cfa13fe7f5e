import type { Point } from '#imaging/craft/path.ts';
import type { Surface } from '#imaging/surface/surface.ts';

/** Depth (grid px) at which the product's own pixels begin for certain. */
const RIM_DEPTH = 1.4;

/**
 * The outline of the product, or of a hole, from `length / 2` px before a place near it to as far behind, in
 * full-size px and with the product on the right of the way. Shorter where the outline ends at the photo's
 * frame; `null` when there is hardly any.
 */
export function traceRim(surface: Surface, from: Point, hole: boolean, length: number): Point[] | null {
  const { scale } = surface.grid;
  const start = { x: from.x * scale, y: from.y * scale };
  const steps = Math.max(2, Math.round((length * scale) / 2));
  const back = walk(surface, start, hole, steps, -1);
  const ahead = walk(surface, start, hole, steps, 1);
  const points = [...back.reverse(), ...ahead.slice(1)];
  if (points.length < 4) return null;
  // The grid's steps, averaged away.
  return points.map((_, i) => {
    const near = points.slice(Math.max(0, i - 2), i + 3);
    return {
      x: near.reduce((sum, p) => sum + p.x, 0) / near.length / scale,
      y: near.reduce((sum, p) => sum + p.y, 0) / near.length / scale,
    };
  });
}

/** Steps of one grid px along a line of equal depth, put back onto it after each. */
function walk(surface: Surface, start: Point, hole: boolean, steps: number, way: 1 | -1): Point[] {
  const field = hole ? surface.toHole : surface.inside;
  const points: Point[] = [];
  let { x, y } = start;
  for (let k = 0; k <= steps; k++) {
    for (let correction = 0; correction < 3; correction++) {
      const { depth, gx, gy } = sample(surface, field, x, y);
      if (gx === 0 && gy === 0) return points;
      x += gx * (RIM_DEPTH - depth) * 0.7;
      y += gy * (RIM_DEPTH - depth) * 0.7;
    }
    if (x < 1.5 || y < 1.5 || x > surface.grid.width - 2.5 || y > surface.grid.height - 2.5) return points;
    points.push({ x, y });
    const { gx, gy } = sample(surface, field, x, y);
    x += gy * way;
    y -= gx * way;
  }
  return points;
}

/** Depth and the unit vector into the product; positions are in grid px, with pixels' middles at halves. */
function sample(
  { grid: { width, height } }: Surface,
  field: Float32Array,
  x: number,
  y: number,
): { depth: number; gx: number; gy: number } {
  const u = Math.max(0, Math.min(width - 1.001, x - 0.5));
  const v = Math.max(0, Math.min(height - 1.001, y - 0.5));
  const at = Math.floor(v) * width + Math.floor(u);
  const fu = u - Math.floor(u);
  const fv = v - Math.floor(v);
  const a = field[at]!;
  const b = field[at + 1]!;
  const c = field[at + width]!;
  const d = field[at + width + 1]!;
  const gx = (b - a) * (1 - fv) + (d - c) * fv;
  const gy = (c - a) * (1 - fu) + (d - b) * fu;
  const size = Math.hypot(gx, gy);
  const depth = (a * (1 - fu) + b * fu) * (1 - fv) + (c * (1 - fu) + d * fu) * fv;
  return size < 1e-6 || !Number.isFinite(depth)
    ? { depth: RIM_DEPTH, gx: 0, gy: 0 }
    : { depth, gx: gx / size, gy: gy / size };
}
