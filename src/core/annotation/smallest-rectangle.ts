import type { Region } from './region.ts';

/** Four corners in the picture's pixels, `[x1, y1, ... x4, y4]`: clockwise on the screen, the topmost (then leftmost) first. */
export type TiltedRectangle = readonly number[];

type Point = readonly [x: number, y: number];

/**
 * The rectangle of smallest area around a region, tilted as it has to be, whose corners are within the picture. One side of
 * the smallest rectangle around a convex polygon lies on a side of the polygon (Freeman and Shapira 1975), so all
 * sides of the hull are tried. Where they stick out of the picture, the best that does not; the upright box never does.
 */
export function smallestRectangle(
  region: Region,
  picture: { width: number; height: number },
): TiltedRectangle {
  const hull = convexHull(cornersOf(region));
  const { x, y, width, height } = region.box;
  let best: TiltedRectangle = [x, y, x + width, y, x + width, y + height, x, y + height];
  let smallest = width * height;
  hull.forEach(([fromX, fromY], index) => {
    const [toX, toY] = hull[(index + 1) % hull.length]!;
    const [dx, dy] = [toX - fromX, toY - fromY];
    // Along and across the side, in whole numbers: lengths are in units of the side's own.
    const along = hull.map(([px, py]) => px * dx + py * dy);
    const across = hull.map(([px, py]) => py * dx - px * dy);
    const [a0, a1, b0, b1] = [
      Math.min(...along),
      Math.max(...along),
      Math.min(...across),
      Math.max(...across),
    ];
    const unit = dx * dx + dy * dy;
    const area = ((a1 - a0) * (b1 - b0)) / unit;
    if (area >= smallest) return;
    const corners = [a0, b0, a1, b0, a1, b1, a0, b1];
    const placed = [0, 2, 4, 6].map((i): Point => {
      const [a, b] = [corners[i]!, corners[i + 1]!];
      return [(a * dx - b * dy) / unit, (a * dy + b * dx) / unit];
    });
    if (placed.some(([px, py]) => px < 0 || py < 0 || px > picture.width || py > picture.height)) return;
    smallest = area;
    best = startAtTop(placed).flat();
  });
  return best;
}

function startAtTop(corners: readonly Point[]): Point[] {
  const top = corners.reduce((least, [x, y], index) => {
    const [leastX, leastY] = corners[least]!;
    return y < leastY || (y === leastY && x < leastX) ? index : least;
  }, 0);
  return [...corners.slice(top), ...corners.slice(0, top)];
}

/** Of the first and the last pixel of each row: no other can be on the hull. */
function cornersOf({ box, data }: Region): Point[] {
  const points: Point[] = [];
  for (let row = 0; row < box.height; row++) {
    const pixels = data.subarray(row * box.width, (row + 1) * box.width);
    const first = pixels.findIndex((set) => set !== 0);
    if (first < 0) continue;
    const left = box.x + first;
    const right = box.x + pixels.findLastIndex((set) => set !== 0) + 1;
    for (const y of [box.y + row, box.y + row + 1]) points.push([left, y], [right, y]);
  }
  return points;
}

/** Monotone chain (Andrew 1979), without points on straight stretches. */
function convexHull(points: readonly Point[]): Point[] {
  const sorted = points.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (order: readonly Point[]): Point[] => {
    const chain: Point[] = [];
    for (const point of order) {
      while (chain.length > 1 && turn(chain.at(-2)!, chain.at(-1)!, point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.toReversed())];
}

function turn([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point): number {
  return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
}
