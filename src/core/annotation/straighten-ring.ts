import type { Ring } from './trace-rings.ts';

/**
 * How far a stretch may run from the middle of a pixel's edge: short of 0.5, where it would reach the pixel's centre.
 * The rest is for readers that round, as pycocotools does to fifths of a pixel.
 */
const slack = 0.4;

/**
 * Replaces stairs by slanted stretches that pass between the same pixel centres: far fewer points, and still the same mask
 * for readers that fill by centres. Where Douglas and Peucker's stretches run along one side of the stairs, and so thin out or fatten
 * a scratch, these cross them.
 *
 * Expects a ring of `traceRings`. Every point at which the outline turns back is kept, so its box is too.
 */
export function straightenRing(ring: Ring): Ring {
  const out: number[] = [];
  const count = ring.length / 2;
  for (let point = 0; point < count; point = farthestInSight(ring, point)) {
    out.push(ring[2 * point]!, ring[2 * point + 1]!);
  }
  return out;
}

/** The last point that a straight stretch from `start` may end at; `count` is the first point again. */
function farthestInSight(ring: Ring, start: number): number {
  const count = ring.length / 2;
  const [px, py] = [ring[2 * start]!, ring[2 * start + 1]!];
  let best = start + 1;
  let [ax, ay] = [px, py];
  let [horizontal, vertical] = [0, 0];
  // The cone in which all points so far lie on the side where they belong: its right and left limit.
  let [insideX, insideY, outsideX, outsideY] = [0, 0, 0, 0];
  for (let end = start + 1; end <= count; end++) {
    const [bx, by] = [ring[2 * (end % count)]!, ring[2 * (end % count) + 1]!];
    const [ux, uy] = [Math.sign(bx - ax), Math.sign(by - ay)];
    if (ux * horizontal < 0 || uy * vertical < 0) break;
    horizontal ||= ux;
    vertical ||= uy;
    // The first and the last pixel of an edge narrow the cone; those between them cannot. Inside is on the right.
    for (const [mx, my] of [
      [ax + ux / 2 - px, ay + uy / 2 - py],
      [bx - ux / 2 - px, by - uy / 2 - py],
    ] as const) {
      const [ix, iy] = [mx - uy * slack, my + ux * slack];
      const [ox, oy] = [mx + uy * slack, my - ux * slack];
      if ((insideX === 0 && insideY === 0) || cross(insideX, insideY, ix, iy) < 0)
        [insideX, insideY] = [ix, iy];
      if ((outsideX === 0 && outsideY === 0) || cross(outsideX, outsideY, ox, oy) > 0)
        [outsideX, outsideY] = [ox, oy];
    }
    const [dx, dy] = [bx - px, by - py];
    if (cross(dx, dy, insideX, insideY) > 0 && cross(dx, dy, outsideX, outsideY) < 0) best = end;
    else if (cross(outsideX, outsideY, insideX, insideY) <= 0) break;
    [ax, ay] = [bx, by];
  }
  return best;
}

/** Positive when b is to the right of a, on a screen whose y points down. */
function cross(ax: number, ay: number, bx: number, by: number): number {
  return ax * by - ay * bx;
}
