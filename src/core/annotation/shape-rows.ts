export type Point = { readonly x: number; readonly y: number };
type Size = { readonly width: number; readonly height: number };

/** Pixels `from` up to `to`, the latter excluded, of row `y`: at least one, all inside the picture. */
export type PaintRow = (y: number, from: number, to: number) => void;

/**
 * The pixels whose centre is within `radius` of the line from `a` to `b`, as a round brush leaves them; one point
 * is a dab. Everything in pixels, on the corner lattice. The shape is convex, so each row is one piece.
 */
export function strokeRows(a: Point, b: Point, radius: number, size: Size, row: PaintRow): void {
  const top = Math.max(0, Math.floor(Math.min(a.y, b.y) - radius));
  const bottom = Math.min(size.height, Math.ceil(Math.max(a.y, b.y) + radius));
  const sides = bodyOf(a, b, radius);
  for (let y = top; y < bottom; y++) {
    const level = y + 0.5;
    let low = Infinity;
    let high = -Infinity;
    for (const end of [a, b]) {
      const away = level - end.y;
      if (Math.abs(away) > radius) continue;
      const half = Math.sqrt(radius * radius - away * away);
      low = Math.min(low, end.x - half);
      high = Math.max(high, end.x + half);
    }
    for (const x of crossingsAt(sides, level)) {
      low = Math.min(low, x);
      high = Math.max(high, x);
    }
    between(low, high, y, size.width, row);
  }
}

/** The inside of a closed outline; crossing sides leave holes (even-odd). */
export function polygonRows(corners: readonly Point[], size: Size, row: PaintRow): void {
  const heights = corners.map(({ y }) => y);
  const top = Math.max(0, Math.floor(Math.min(...heights)));
  const bottom = Math.min(size.height, Math.ceil(Math.max(...heights)));
  for (let y = top; y < bottom; y++) {
    const crossings = crossingsAt(corners, y + 0.5).sort((a, b) => a - b);
    for (let k = 0; k + 1 < crossings.length; k += 2) {
      const from = Math.max(0, Math.ceil(crossings[k]! - 0.5));
      const to = Math.min(size.width, Math.ceil(crossings[k + 1]! - 0.5));
      if (to > from) row(y, from, to);
    }
  }
}

/** Pixels whose centre lies from `low` to `high`, both included. */
function between(low: number, high: number, y: number, width: number, row: PaintRow): void {
  const from = Math.max(0, Math.ceil(low - 0.5));
  const to = Math.min(width, Math.floor(high - 0.5) + 1);
  if (to > from) row(y, from, to);
}

/** The rectangle between two dabs; none where they are one. */
function bodyOf(a: Point, b: Point, radius: number): Point[] {
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  if (length === 0) return [];
  const x = (-(b.y - a.y) / length) * radius;
  const y = ((b.x - a.x) / length) * radius;
  return [
    { x: a.x + x, y: a.y + y },
    { x: b.x + x, y: b.y + y },
    { x: b.x - x, y: b.y - y },
    { x: a.x - x, y: a.y - y },
  ];
}

function crossingsAt(corners: readonly Point[], level: number): number[] {
  const crossings: number[] = [];
  corners.forEach((a, k) => {
    const b = corners[(k + 1) % corners.length]!;
    if (a.y <= level === b.y <= level) return;
    crossings.push(a.x + ((level - a.y) / (b.y - a.y)) * (b.x - a.x));
  });
  return crossings;
}
