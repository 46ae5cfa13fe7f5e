import type { Region } from '#core/annotation/region.ts';

export type MarkShape = {
  /** Longest distance between two pixels' far corners, px, to 1 %. */
  readonly extent: number;
  /** Width by length of the ellipse with the same second moments, 0-1. */
  readonly slenderness: number;
  /** Of the ellipse's long axis, radians in picture coordinates (y down), in (-pi/2, pi/2]. */
  readonly angle: number;
};

/** Directions that the extent is looked for in: 3 degrees apart, so it is short by 0.04 % at most. */
const DIRECTIONS = 60;

export function shapeOfMark({ box, area, data }: Region): MarkShape {
  let sx = 0;
  let sy = 0;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  const ends: { x: number; y: number }[] = [];
  for (let y = 0; y < box.height; y++) {
    let first = -1;
    let last = -1;
    for (let x = 0; x < box.width; x++) {
      if (data[y * box.width + x] === 0) continue;
      if (first < 0) first = x;
      last = x;
      sx += x;
      sy += y;
      xx += x * x;
      yy += y * y;
      xy += x * y;
    }
    // Only the ends of a row can be far from anything.
    if (first >= 0) ends.push({ x: first, y }, { x: last, y });
  }
  // A pixel is a square, not a point: it has a twelfth of its own.
  const cxx = xx / area - (sx / area) ** 2 + 1 / 12;
  const cyy = yy / area - (sy / area) ** 2 + 1 / 12;
  const cxy = xy / area - (sx / area) * (sy / area);
  const middle = (cxx + cyy) / 2;
  const half = Math.hypot((cxx - cyy) / 2, cxy);
  return {
    extent: longest(ends),
    slenderness: Math.sqrt(Math.max(0, middle - half) / (middle + half)),
    angle: 0.5 * Math.atan2(2 * cxy, cxx - cyy),
  };
}

function longest(points: readonly { x: number; y: number }[]): number {
  let most = 1;
  for (let k = 0; k < DIRECTIONS; k++) {
    const cos = Math.cos((k * Math.PI) / DIRECTIONS);
    const sin = Math.sin((k * Math.PI) / DIRECTIONS);
    let low = Infinity;
    let high = -Infinity;
    for (const { x, y } of points) {
      const at = x * cos + y * sin;
      if (at < low) low = at;
      if (at > high) high = at;
    }
    most = Math.max(most, high - low + 1);
  }
  return most;
}
