import { lumaAt } from '#imaging/colour.ts';
import type { Picture } from '#imaging/picture.ts';

/** Ring statistics of one picture, as the golden image has them and as it was rendered; and the mask's pixels. */
export type RingSample = { good: number[]; rendered: number[]; marked: number };

/** How far around the mask the surroundings reach, px; the mask itself and one pixel more are left out. */
const RING = 12;

export function ringSample(golden: Picture, rendered: Picture, mask: Uint8Array): RingSample {
  const marked = mask.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0);
  return { good: statistics(golden, mask), rendered: statistics(rendered, mask), marked };
}

/**
 * A classifier two-sample check, the simple version: for each picture the statistics of a ring around the
 * defect, once in the rendered picture and once in the golden one; the AUC of the best single statistic, at
 * least 0.5. The renderer leaves the ring alone by contract, so anything but 0.5 means the contract is broken.
 */
export function twoSampleAuc(samples: readonly RingSample[]): number {
  let worst = 0.5;
  for (let k = 0; k < (samples[0]?.good.length ?? 0); k++) {
    const area = auc(
      samples.map(({ good }) => good[k]!),
      samples.map(({ rendered }) => rendered[k]!),
    );
    worst = Math.max(worst, area, 1 - area);
  }
  return worst;
}

/** Mean, deviation, horizontal and vertical gradient energy, Laplacian energy (noise) of the ring's luma. */
function statistics(picture: Picture, mask: Uint8Array): number[] {
  const { width, height, channels } = picture;
  const near = dilate(mask, width, height, RING);
  const core = dilate(mask, width, height, 2);
  let n = 0;
  let sum = 0;
  let squares = 0;
  let across = 0;
  let down = 0;
  let laplacian = 0;
  const at = (i: number): number => lumaAt(picture, i * channels);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      if (!near[i] || core[i]) continue;
      const value = at(i);
      const [l, r, u, d] = [at(i - 1), at(i + 1), at(i - width), at(i + width)];
      n++;
      sum += value;
      squares += value * value;
      across += (r - l) ** 2;
      down += (d - u) ** 2;
      laplacian += Math.abs(4 * value - l - r - u - d);
    }
  }
  if (n === 0) return [0, 0, 0, 0, 0];
  return [sum / n, Math.sqrt(Math.max(0, squares / n - (sum / n) ** 2)), across / n, down / n, laplacian / n];
}

/** Share of pairs in which the second sample's value is larger; ties count half (Mann and Whitney). */
function auc(first: number[], second: number[]): number {
  let wins = 0;
  for (const a of first) for (const b of second) wins += b > a ? 1 : b === a ? 0.5 : 0;
  return wins / (first.length * second.length);
}

function dilate(mask: Uint8Array, width: number, height: number, radius: number): Uint8Array {
  const rows = new Uint8Array(mask.length);
  const out = new Uint8Array(mask.length);
  for (let y = 0; y < height; y++) {
    let last = -Infinity;
    for (let x = 0; x < width; x++) {
      if (mask[y * width + x]) last = x;
      if (x - last <= radius) rows[y * width + x] = 1;
    }
    last = Infinity;
    for (let x = width - 1; x >= 0; x--) {
      if (mask[y * width + x]) last = x;
      if (last - x <= radius) rows[y * width + x] = 1;
    }
  }
  for (let x = 0; x < width; x++) {
    let last = -Infinity;
    for (let y = 0; y < height; y++) {
      if (rows[y * width + x]) last = y;
      if (y - last <= radius) out[y * width + x] = 1;
    }
    last = Infinity;
    for (let y = height - 1; y >= 0; y--) {
      if (rows[y * width + x]) last = y;
      if (last - y <= radius) out[y * width + x] = 1;
    }
  }
  return out;
}
