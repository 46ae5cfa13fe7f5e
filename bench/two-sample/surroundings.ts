import type { Mask } from '#core/annotation/mask.ts';
import { lumaAt } from '#imaging/colour.ts';
import type { Picture } from '#imaging/picture.ts';

/** Width, px, of the two bands around a mask: what touches it, and what lies beyond for comparison. */
const NEAR = 4;
const FAR = 14;
/** Lags, px, of the pairs compared: a coarse spectrum, and gradients at as many scales. */
const LAGS = [1, 2, 4];
const PATTERNS = 10;
/** Bands of fewer pixels than this have no texture to speak of. */
const LEAST = 60;

/**
 * Texture statistics of what lies around a mask, never of what lies in it: every comparison of pixels whose
 * stencil touches the mask is left out. For each of two bands (1-4 and 5-14 px from the mask): mean,
 * deviation, mean second difference (noise), mean step at lags of 1, 2 and 4 px in both directions, and the
 * histogram of uniform local binary patterns (Ojala et al., 2002); then the logarithms of the near band's
 * values over the far one's, in which a halo shows whatever the photo. `null` where a band is too small.
 */
export function surroundings(picture: Picture, mask: Mask): number[] | null {
  const window = windowAround(picture, mask);
  if (!window) return null;
  const near = statistics(window, 1, NEAR);
  const far = statistics(window, NEAR + 1, FAR);
  if (!near || !far) return null;
  const ratios = near.map((value, k) => Math.log((value + FLOOR) / (far[k]! + FLOOR)));
  return [near[0]! - far[0]!, ...near, ...ratios];
}

const FLOOR = 0.02;

/** A rectangle of the picture: luma, and the city-block distance of each pixel to the mask (0 in it). */
type Window = {
  readonly width: number;
  readonly height: number;
  readonly luma: Float32Array;
  readonly away: Uint8Array;
};

function windowAround(picture: Picture, mask: Mask): Window | null {
  let [left, top, right, bottom] = [mask.width, mask.height, -1, -1];
  for (let y = 0, i = 0; y < mask.height; y++) {
    for (let x = 0; x < mask.width; x++, i++) {
      if (mask.data[i] === 0) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  if (right < 0) return null;
  left = Math.max(0, left - FAR);
  top = Math.max(0, top - FAR);
  const width = Math.min(picture.width, right + FAR + 1) - left;
  const height = Math.min(picture.height, bottom + FAR + 1) - top;
  const luma = new Float32Array(width * height);
  const away = new Uint8Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const at = (y + top) * picture.width + x + left;
      luma[i] = lumaAt(picture, at * picture.channels);
      away[i] = mask.data[at] ? 0 : 255;
    }
  }
  spread(away, width, height);
  return { width, height, luma, away };
}

/** Two passes: distances in steps along rows and columns. */
function spread(away: Uint8Array, width: number, height: number): void {
  for (let i = 0; i < away.length; i++) {
    if (i % width > 0) away[i] = Math.min(away[i]!, away[i - 1]! + 1);
    if (i >= width) away[i] = Math.min(away[i]!, away[i - width]! + 1);
  }
  for (let i = width * height - 1; i >= 0; i--) {
    if (i % width < width - 1) away[i] = Math.min(away[i]!, away[i + 1]! + 1);
    if (i + width < away.length) away[i] = Math.min(away[i]!, away[i + width]! + 1);
  }
}

function statistics(window: Window, from: number, to: number): number[] | null {
  const { width, height, luma, away } = window;
  const isIn = (i: number): boolean => away[i]! >= from && away[i]! <= to;
  let n = 0;
  let sum = 0;
  let squares = 0;
  let bends = 0;
  let bendCount = 0;
  const steps = LAGS.flatMap((lag) => [
    { shift: lag, dx: lag, dy: 0 },
    { shift: lag * width, dx: 0, dy: lag },
  ]).map((step) => ({ ...step, sum: 0, count: 0 }));
  const patterns = new Float64Array(PATTERNS);
  // The eight neighbours in the order of a walk round the pixel.
  const walk = [-width - 1, -width, -width + 1, 1, width + 1, width, width - 1, -1];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (!isIn(i)) continue;
      n++;
      sum += luma[i]!;
      squares += luma[i]! ** 2;
      for (const step of steps) {
        if (x + step.dx >= width || y + step.dy >= height || away[i + step.shift] === 0) continue;
        step.sum += Math.abs(luma[i + step.shift]! - luma[i]!);
        step.count++;
      }
      if (x === 0 || y === 0 || x === width - 1 || y === height - 1) continue;
      if (walk.some((shift) => away[i + shift] === 0)) continue;
      patterns[patternAt(luma, i, walk)]!++;
      bends += Math.abs(4 * luma[i]! - luma[i - 1]! - luma[i + 1]! - luma[i - width]! - luma[i + width]!);
      bendCount++;
    }
  }
  if (n < LEAST || bendCount < LEAST / 2) return null;
  return [
    sum / n,
    Math.sqrt(Math.max(0, squares / n - (sum / n) ** 2)),
    bends / bendCount,
    ...steps.map((step) => step.sum / Math.max(1, step.count)),
    ...Array.from(patterns, (count) => count / bendCount),
  ];
}

/** How many neighbours are as bright, 0-8, where they are in one stretch; 9 where they are not. */
function patternAt(luma: Float32Array, i: number, walk: readonly number[]): number {
  let count = 0;
  let changes = 0;
  let last = luma[i + walk[7]!]! >= luma[i]!;
  for (let k = 0; k < 8; k++) {
    const bright = luma[i + walk[k]!]! >= luma[i]!;
    if (bright) count++;
    if (bright !== last) changes++;
    last = bright;
  }
  return changes > 2 ? 9 : count;
}
