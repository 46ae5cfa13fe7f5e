/** Of what was not reached. */
const FAR = 1e6;

/**
 * Minimum barrier distance to the picture's border: how much colour must change along the easiest path
 * from a pixel to any seed. Smooth backgrounds, light falloff and soft shadows cost little; a product's
 * outline costs much. Raster-scan approximation of Zhang et al., "Minimum Barrier Salient Object
 * Detection at 80 FPS" (2015), with the range kept per channel and the largest one taken. Distances of `most` and
 * more are not followed, and are 1e6: no way through them comes out lower.
 */
export function barrierDistance(
  lab: Float32Array,
  seeds: Uint8Array,
  width: number,
  height: number,
  most: number,
): Float32Array {
  const count = width * height;
  const distance = new Float32Array(count).fill(FAR);
  if (isColourless(lab)) return greyDistance(lab, seeds, distance, width, height, most);
  const high = lab.slice();
  const low = lab.slice();
  for (let i = 0; i < count; i++) if (seeds[i]) distance[i] = 0;
  const relax = (i: number, from: number): void => {
    const at = i * 3;
    const f = from * 3;
    const l = lab[at]!;
    const a = lab[at + 1]!;
    const b = lab[at + 2]!;
    const highL = high[f]! > l ? high[f]! : l;
    const lowL = low[f]! < l ? low[f]! : l;
    const highA = high[f + 1]! > a ? high[f + 1]! : a;
    const lowA = low[f + 1]! < a ? low[f + 1]! : a;
    const highB = high[f + 2]! > b ? high[f + 2]! : b;
    const lowB = low[f + 2]! < b ? low[f + 2]! : b;
    let cost = highL - lowL;
    if (highA - lowA > cost) cost = highA - lowA;
    if (highB - lowB > cost) cost = highB - lowB;
    if (cost >= distance[i]! || cost >= most) return;
    distance[i] = cost;
    high[at] = highL;
    low[at] = lowL;
    high[at + 1] = highA;
    low[at + 1] = lowA;
    high[at + 2] = highB;
    low[at + 2] = lowB;
  };
  sweep(distance, width, height, relax);
  return distance;
}

function isColourless(lab: Float32Array): boolean {
  for (let at = 0; at < lab.length; at += 3) if (lab[at + 1] !== 0 || lab[at + 2] !== 0) return false;
  return true;
}

/** The same for grey photos, whose only channel is L: the same numbers in a third of the time. */
function greyDistance(
  lab: Float32Array,
  seeds: Uint8Array,
  distance: Float32Array,
  width: number,
  height: number,
  most: number,
): Float32Array {
  const count = width * height;
  const light = new Float32Array(count);
  for (let i = 0; i < count; i++) light[i] = lab[i * 3]!;
  const high = light.slice();
  const low = light.slice();
  for (let i = 0; i < count; i++) if (seeds[i]) distance[i] = 0;
  const relax = (i: number, from: number): void => {
    const l = light[i]!;
    const top = high[from]! > l ? high[from]! : l;
    const bottom = low[from]! < l ? low[from]! : l;
    const cost = top - bottom;
    if (cost >= distance[i]! || cost >= most) return;
    distance[i] = cost;
    high[i] = top;
    low[i] = bottom;
  };
  sweep(distance, width, height, relax);
  return distance;
}

/**
 * Twice down and up again, from each pixel's neighbours that came before and are nearer to a seed. Of each row only the
 * stretch that has been reached, and what can be reached from there: around the seeds of holes that is little of the frame.
 */
function sweep(
  distance: Float32Array,
  width: number,
  height: number,
  relax: (i: number, from: number) => void,
): void {
  const reached = reachedColumns(distance, width, height);
  for (let pass = 0; pass < 2; pass++) {
    for (let y = 0; y < height; y++) sweepRow(distance, width, y, y - 1, 1, reached, relax);
    for (let y = height - 1; y >= 0; y--) sweepRow(distance, width, y, y + 1, -1, reached, relax);
  }
}

/** First and last column of each row that has been reached; from `width` to -1 where none was. */
type ReachedColumns = { readonly first: Int32Array; readonly last: Int32Array };

function reachedColumns(distance: Float32Array, width: number, height: number): ReachedColumns {
  const first = new Int32Array(height).fill(width);
  const last = new Int32Array(height).fill(-1);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (distance[i]! >= FAR) continue;
      if (last[y] === -1) first[y] = x;
      last[y] = x;
    }
  }
  return { first, last };
}

/** One row, rightwards (`step` 1) or leftwards (-1), from the pixel before and the one in row `beside`. */
function sweepRow(
  distance: Float32Array,
  width: number,
  y: number,
  beside: number,
  step: 1 | -1,
  { first, last }: ReachedColumns,
  relax: (i: number, from: number) => void,
): void {
  const hasBeside = beside >= 0 && beside < first.length;
  let left = first[y]!;
  let right = last[y]!;
  if (hasBeside) {
    left = Math.min(left, first[beside]!);
    right = Math.max(right, last[beside]!);
  }
  if (left > right) return;
  const from = step === 1 ? left : right;
  const known = step === 1 ? right : left;
  const row = y * width;
  const toBeside = (beside - y) * width;
  for (let x = from; x >= 0 && x < width; x += step) {
    const i = row + x;
    const before = x === from ? FAR : distance[i - step]!;
    if (before < distance[i]!) relax(i, i - step);
    if (hasBeside && distance[i + toBeside]! < distance[i]!) relax(i, i + toBeside);
    if (distance[i]! < FAR) {
      if (x < first[y]!) first[y] = x;
      if (x > last[y]!) last[y] = x;
    } else if ((x - known) * step >= 0) return;
  }
}
