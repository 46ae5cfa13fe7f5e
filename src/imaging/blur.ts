import { scratch, withScratch } from '#imaging/scratch.ts';

/**
 * Gaussian blur of a small field, in place; direct taps, so that sub-pixel sigmas are right. Outside the
 * field is 0. Under 0.2 px nothing is done.
 */
export function blurField(field: Float32Array, width: number, height: number, sigma: number): void {
  if (sigma < 0.2) return;
  withScratch(() => spread(field, width, height, tapsOf(sigma)));
}

function tapsOf(sigma: number): Float32Array {
  const radius = Math.ceil(2.8 * sigma);
  const taps = new Float32Array(radius + 1);
  let total = 0;
  for (let k = 0; k <= radius; k++) {
    taps[k] = Math.exp((-k * k) / (2 * sigma * sigma));
    total += k === 0 ? taps[k]! : 2 * taps[k]!;
  }
  for (let k = 0; k <= radius; k++) taps[k]! /= total;
  return taps;
}

function spread(field: Float32Array, width: number, height: number, taps: Float32Array): void {
  const radius = taps.length - 1;
  const between = scratch(Float32Array, field.length);
  // Scattered, not gathered: most of a mark's rectangle is empty and costs one comparison.
  for (let y = 0; y < height; y++) {
    const row = y * width;
    for (let x = 0; x < width; x++) {
      const value = field[row + x]!;
      if (value === 0) continue;
      between[row + x]! += value * taps[0]!;
      for (let k = 1; k <= radius; k++) {
        const part = value * taps[k]!;
        if (x >= k) between[row + x - k]! += part;
        if (x + k < width) between[row + x + k]! += part;
      }
    }
  }
  field.fill(0);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    for (let x = 0; x < width; x++) {
      const value = between[row + x]!;
      if (value === 0) continue;
      field[row + x]! += value * taps[0]!;
      for (let k = 1; k <= radius; k++) {
        const part = value * taps[k]!;
        if (y >= k) field[row - k * width + x]! += part;
        if (y + k < height) field[row + k * width + x]! += part;
      }
    }
  }
}
