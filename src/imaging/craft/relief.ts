import type { Light } from '#imaging/surface/light.ts';
import type { Canvas } from './canvas.ts';

/** Height of the light above the surface: product photos are lit from well above. */
const ELEVATION = (48 * Math.PI) / 180;
const GLOSS_POWER = 24;

/**
 * Turns a canvas's relief into shade and highlight: Lambert's law relative to the flat surface, and a
 * Blinn-Phong highlight (Blinn, 1977) relative to the flat one's.
 */
export function shadeRelief(canvas: Canvas, light: Light): void {
  const { relief, width, height, shade, gloss } = canvas;
  if (!relief) return;
  const lx = Math.cos(light.azimuth) * Math.cos(ELEVATION);
  const ly = Math.sin(light.azimuth) * Math.cos(ELEVATION);
  const lz = Math.sin(ELEVATION);
  const hz = Math.sqrt((1 + lz) / 2);
  const hx = lx / (2 * hz);
  const hy = ly / (2 * hz);
  const flat = hz ** GLOSS_POWER;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const { dx, dy } = slopeAt(relief, width, height, x, y);
      if (dx === 0 && dy === 0) continue;
      const norm = Math.sqrt(1 + dx * dx + dy * dy);
      const lit = Math.max(0.04, (lz - lx * dx - ly * dy) / norm);
      shade[i]! += Math.max(-2.5, Math.min(1, Math.log(lit / lz)));
      if (gloss > 0) {
        const facing = Math.max(0, (hz - hx * dx - hy * dy) / norm);
        canvas.light[i]! += gloss * (facing ** GLOSS_POWER - flat);
      }
    }
  }
}

/** Slope of a relief, px per px, by central differences. */
export function slopeAt(
  relief: Float32Array,
  width: number,
  height: number,
  x: number,
  y: number,
): { dx: number; dy: number } {
  const row = y * width;
  const dx = (relief[row + Math.min(width - 1, x + 1)]! - relief[row + Math.max(0, x - 1)]!) / 2;
  const dy = (relief[Math.min(height - 1, y + 1) * width + x]! - relief[Math.max(0, y - 1) * width + x]!) / 2;
  return { dx, dy };
}

/** The steepest place of a relief, px per px; never 0. */
export function highestSlope(relief: Float32Array, width: number, height: number): number {
  let most = 1e-6;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (relief[i] === 0) continue;
      const { dx, dy } = slopeAt(relief, width, height, x, y);
      most = Math.max(most, Math.hypot(dx, dy));
    }
  }
  return most;
}
