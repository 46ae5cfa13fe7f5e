import type { Ring } from './trace-rings.ts';

/**
 * Drops points whose loss moves the outline by at most `tolerance` pixels (Douglas and Peucker 1973),
 * but never an outermost one: the ring's box stays what it is. Kept points keep their place, and at least
 * three are kept. A rectangle is returned as it is.
 */
export function simplifyRing(ring: Ring, tolerance: number): Ring {
  const count = ring.length / 2;
  if (count <= 4) return ring;
  const anchors = outermostPoints(ring);
  const kept = new Uint8Array(count);
  for (const anchor of anchors) kept[anchor] = 1;
  anchors.forEach((from, index) => {
    const to = anchors[(index + 1) % anchors.length]!;
    keepFarthest(ring, from, to > from ? to : to + count, tolerance * tolerance, kept);
  });
  const out: number[] = [];
  for (let point = 0; point < count; point++) {
    if (kept[point] === 1) out.push(ring[2 * point]!, ring[2 * point + 1]!);
  }
  return out;
}

/** The first point on each side of the box, in ring order, each once; a third where two corners are all four. */
function outermostPoints(ring: Ring): number[] {
  let left = 0;
  let right = 0;
  let top = 0;
  let bottom = 0;
  for (let point = 1; point < ring.length / 2; point++) {
    const x = ring[2 * point]!;
    const y = ring[2 * point + 1]!;
    if (x < ring[2 * left]!) left = point;
    if (x > ring[2 * right]!) right = point;
    if (y < ring[2 * top + 1]!) top = point;
    if (y > ring[2 * bottom + 1]!) bottom = point;
  }
  const points = new Set([left, right, top, bottom]);
  if (points.size < 3) points.add(farthestFrom(ring, left, right));
  return [...points].sort((a, b) => a - b);
}

/** The point farthest from the line through two others. */
function farthestFrom(ring: Ring, from: number, to: number): number {
  const dx = ring[2 * to]! - ring[2 * from]!;
  const dy = ring[2 * to + 1]! - ring[2 * from + 1]!;
  let farthest = -1;
  let worst = -1;
  for (let point = 0; point < ring.length / 2; point++) {
    const distance = Math.abs(
      (ring[2 * point]! - ring[2 * from]!) * dy - (ring[2 * point + 1]! - ring[2 * from + 1]!) * dx,
    );
    if (point === from || point === to || distance <= worst) continue;
    worst = distance;
    farthest = point;
  }
  return farthest;
}

/** Marks what must stay between two points; indices from `count` on mean another time around. */
function keepFarthest(
  ring: Ring,
  from: number,
  to: number,
  toleranceSquared: number,
  kept: Uint8Array,
): void {
  const count = ring.length / 2;
  const stack: [number, number][] = [[from, to]];
  while (stack.length > 0) {
    const [start, end] = stack.pop()!;
    const ax = ring[2 * (start % count)]!;
    const ay = ring[2 * (start % count) + 1]!;
    const dx = ring[2 * (end % count)]! - ax;
    const dy = ring[2 * (end % count) + 1]! - ay;
    const lengthSquared = dx * dx + dy * dy;
    let farthest = -1;
    let worst = toleranceSquared;
    for (let point = start + 1; point < end; point++) {
      const px = ring[2 * (point % count)]! - ax;
      const py = ring[2 * (point % count) + 1]! - ay;
      // Distance to the stretch between the two points, not to the endless line.
      const along = lengthSquared === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / lengthSquared));
      const distance = (px - along * dx) ** 2 + (py - along * dy) ** 2;
      if (distance > worst) {
        worst = distance;
        farthest = point;
      }
    }
    if (farthest < 0) continue;
    kept[farthest % count] = 1;
    stack.push([start, farthest], [farthest, end]);
  }
}
