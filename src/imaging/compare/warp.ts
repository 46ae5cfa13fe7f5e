import type { Motion } from './motion.ts';
import { STILL } from './motion.ts';
import { catmullRom, type Planes } from './planes.ts';

/** A picture brought into the golden image's place, and where it has anything to show there (1). */
export type Warped = { readonly planes: Planes; readonly seen: Uint8Array };

/** Nearer to the frame than this (px) a moved picture has been made up by who moved it. */
const MARGIN = 1.5;
/** Fractions of a pixel are rounded to this many steps, so that weights come from a table. */
const STEPS = 256;
const weights = Float32Array.from(
  { length: 4 * (STEPS + 1) },
  (_, i) => catmullRom((i >> 2) / STEPS)[i & 3]!,
);

/** Samples the picture where the motion says, by Catmull-Rom. Beyond its frame nothing is seen. */
export function warp(planes: Planes, motion: Motion): Warped {
  const { width, height, fields } = planes;
  const seen = new Uint8Array(width * height);
  if (motion === STILL) return { planes, seen: seen.fill(1) };
  const [cx, cy] = [(width - 1) / 2, (height - 1) / 2];
  const out = fields.map(() => new Float32Array(width * height));
  for (let y = 0, i = 0; y < height; y++) {
    const v = y - cy;
    for (let x = 0; x < width; x++, i++) {
      const u = x - cx;
      const px = motion.a * u - motion.b * v + motion.dx + cx;
      const py = motion.b * u + motion.a * v + motion.dy + cy;
      if (px < MARGIN || py < MARGIN || px > width - 1 - MARGIN || py > height - 1 - MARGIN) continue;
      seen[i] = 1;
      // Within the margin all four columns and rows are inside.
      const left = Math.floor(px);
      const top = Math.floor(py);
      const wx = 4 * Math.round((px - left) * STEPS);
      const wy = 4 * Math.round((py - top) * STEPS);
      const [x0, x1, x2, x3] = [weights[wx]!, weights[wx + 1]!, weights[wx + 2]!, weights[wx + 3]!];
      const [y0, y1, y2, y3] = [weights[wy]!, weights[wy + 1]!, weights[wy + 2]!, weights[wy + 3]!];
      const a = (top - 1) * width + left - 1;
      const b = a + width;
      const c = b + width;
      const d = c + width;
      for (let k = 0; k < fields.length; k++) {
        const f = fields[k]!;
        out[k]![i] =
          y0 * (x0 * f[a]! + x1 * f[a + 1]! + x2 * f[a + 2]! + x3 * f[a + 3]!) +
          y1 * (x0 * f[b]! + x1 * f[b + 1]! + x2 * f[b + 2]! + x3 * f[b + 3]!) +
          y2 * (x0 * f[c]! + x1 * f[c + 1]! + x2 * f[c + 2]! + x3 * f[c + 3]!) +
          y3 * (x0 * f[d]! + x1 * f[d + 1]! + x2 * f[d + 2]! + x3 * f[d + 3]!);
      }
    }
  }
  return { planes: { width, height, fields: out }, seen };
}
