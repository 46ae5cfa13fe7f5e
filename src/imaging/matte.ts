import type { Canvas } from '#imaging/craft/canvas.ts';
import { scratch } from '#imaging/scratch.ts';
import type { Surface } from '#imaging/surface/surface.ts';

/**
 * How much each pixel of a canvas belongs to the product, 0-1: the distance to the outline, interpolated,
 * over one grid px. `null` when the whole frame is product.
 */
export function productMatte(surface: Surface, canvas: Canvas): Float32Array | null {
  if (surface.wholeFrame) return null;
  const { width, height, scale } = surface.grid;
  const matte = scratch(Float32Array, canvas.width * canvas.height);
  for (let y = 0, i = 0; y < canvas.height; y++) {
    const v = Math.max(0, Math.min(height - 1.001, (y + canvas.top + 0.5) * scale - 0.5));
    const row = Math.floor(v);
    const fv = v - row;
    for (let x = 0; x < canvas.width; x++, i++) {
      const u = Math.max(0, Math.min(width - 1.001, (x + canvas.left + 0.5) * scale - 0.5));
      const column = Math.floor(u);
      const fu = u - column;
      const at = row * width + column;
      const above = surface.inside[at]! * (1 - fu) + surface.inside[at + 1]! * fu;
      const below = surface.inside[at + width]! * (1 - fu) + surface.inside[at + width + 1]! * fu;
      matte[i] = Math.max(0, Math.min(1, above * (1 - fv) + below * fv - 0.75));
    }
  }
  return matte;
}
