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
  const columns = new Int32Array(4);
  for (let y = 0, i = 0; y < height; y++) {
    const v = y - cy;
    for (let x = 0; x < width; x++, i++) {
      const u = x - cx;
      const px = motion.a * u - motion.b * v + motion.dx + cx;
      const py = motion.b * u + motion.a * v + motion.dy + cy;
      if (px < MARGIN || py < MARGIN || px > width - 1 - MARGIN || py > height - 1 - MARGIN) continue;
      seen[i] = 1;
      const left = Math.floor(px);
      const top = Math.floor(py);
      const wx = 4 * Math.round((px - left) * STEPS);
      const wy = 4 * Math.round((py - top) * STEPS);
      const inside = left >= 1 && top >= 1 && left < width - 2 && top < height - 2;
      for (let k = 0; k < 4; k++) columns[k] = clamp(left - 1 + k, width);
      for (let c = 0; c < fields.length; c++) {
        const field = fields[c]!;
        let sum = 0;
        for (let k = 0; k < 4; k++) {
          const row = (inside ? top - 1 + k : clamp(top - 1 + k, height)) * width;
          sum +=
            weights[wy + k]! *
            (weights[wx]! * field[row + columns[0]!]! +
              weights[wx + 1]! * field[row + columns[1]!]! +
              weights[wx + 2]! * field[row + columns[2]!]! +
              weights[wx + 3]! * field[row + columns[3]!]!);
        }
        out[c]![i] = sum;
      }
    }
  }
  return { planes: { width, height, fields: out }, seen };
}

function clamp(value: number, size: number): number {
  return value < 0 ? 0 : value >= size ? size - 1 : value;
}
