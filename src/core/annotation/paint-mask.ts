import type { Mask } from './mask.ts';

export type MaskPoint = { readonly x: number; readonly y: number };

/**
 * The mask with a brush drawn along a line of points (one point is a dab): every pixel whose centre is within `radius`
 * of it gets `value`. Points and radius in pixels of the mask, on the corner lattice.
 */
export function paintStroke(mask: Mask, points: readonly MaskPoint[], radius: number, value: 0 | 255): Mask {
  const data = mask.data.slice();
  points.forEach((point, k) => sweep({ ...mask, data }, points[k - 1] ?? point, point, radius, value));
  return { ...mask, data };
}

/** The mask with the inside of a closed outline set to `value`; crossing sides leave holes (even-odd). */
export function paintPolygon(mask: Mask, corners: readonly MaskPoint[], value: 0 | 255): Mask {
  const { width, height } = mask;
  const data = mask.data.slice();
  for (let y = 0; y < height; y++) {
    const level = y + 0.5;
    const crossings: number[] = [];
    corners.forEach((a, k) => {
      const b = corners[(k + 1) % corners.length]!;
      if (a.y <= level === b.y <= level) return;
      crossings.push(a.x + ((level - a.y) / (b.y - a.y)) * (b.x - a.x));
    });
    crossings.sort((a, b) => a - b);
    for (let k = 0; k + 1 < crossings.length; k += 2) {
      const from = Math.max(0, Math.ceil(crossings[k]! - 0.5));
      const to = Math.min(width, Math.ceil(crossings[k + 1]! - 0.5));
      if (to > from) data.fill(value, y * width + from, y * width + to);
    }
  }
  return { width, height, data };
}

function sweep(
  { width, height, data }: Mask,
  a: MaskPoint,
  b: MaskPoint,
  radius: number,
  value: 0 | 255,
): void {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const length = dx * dx + dy * dy;
  const top = Math.max(0, Math.floor(Math.min(a.y, b.y) - radius));
  const bottom = Math.min(height, Math.ceil(Math.max(a.y, b.y) + radius));
  const left = Math.max(0, Math.floor(Math.min(a.x, b.x) - radius));
  const right = Math.min(width, Math.ceil(Math.max(a.x, b.x) + radius));
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const px = x + 0.5 - a.x;
      const py = y + 0.5 - a.y;
      const along = length === 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / length));
      if (Math.hypot(px - along * dx, py - along * dy) <= radius) data[y * width + x] = value;
    }
  }
}
