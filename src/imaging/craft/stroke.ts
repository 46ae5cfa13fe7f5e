import type { Canvas } from './canvas.ts';
import type { Path } from './path.ts';

/**
 * Draws a soft line of half width `sigma` (px) into one field of a canvas, taking the maximum, for families
 * with dozens of lines: no memory of its own, where `tracePath` needs four fields a path. `force` is asked
 * once a segment, with the way along it (0-1) and its middle.
 */
export function drawStroke(
  canvas: Canvas,
  field: Float32Array,
  path: Path,
  sigma: number,
  force: (t: number, x: number, y: number) => number,
): void {
  const { points } = path;
  const reach = 3 * sigma + 0.5;
  for (let k = 0; k + 1 < points.length; k++) {
    const a = points[k]!;
    const b = points[k + 1]!;
    const strength = force((k + 0.5) / (points.length - 1), (a.x + b.x) / 2, (a.y + b.y) / 2);
    if (strength <= 0.004) continue;
    const dx = b.x - a.x;
    const dy = b.y - a.y;
    const squared = dx * dx + dy * dy || 1e-9;
    const left = Math.max(0, Math.floor(Math.min(a.x, b.x) - reach) - canvas.left);
    const right = Math.min(canvas.width - 1, Math.ceil(Math.max(a.x, b.x) + reach) - canvas.left);
    const top = Math.max(0, Math.floor(Math.min(a.y, b.y) - reach) - canvas.top);
    const bottom = Math.min(canvas.height - 1, Math.ceil(Math.max(a.y, b.y) + reach) - canvas.top);
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        const px = x + canvas.left + 0.5 - a.x;
        const py = y + canvas.top + 0.5 - a.y;
        const t = Math.max(0, Math.min(1, (px * dx + py * dy) / squared));
        const d = ((px - t * dx) ** 2 + (py - t * dy) ** 2) / (sigma * sigma);
        if (d > 9) continue;
        const i = y * canvas.width + x;
        const value = strength * Math.exp(-0.5 * d);
        if (value > field[i]!) field[i] = value;
      }
    }
  }
}
