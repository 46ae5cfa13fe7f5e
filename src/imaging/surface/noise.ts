import { lumaAt } from '#imaging/colour.ts';
import type { Picture } from '#imaging/picture.ts';
import { quantile } from './quantile.ts';

/** Standard deviation of the photo's noise, in grey levels, for luma 0, 32, ... 224, 255 (nine knots). */
export type NoiseCurve = readonly number[];

const KNOTS = 9;
const BLOCK = 16;
const SIDE = BLOCK + 1;
/** Above this many blocks the photo is sampled: more would not change the quartiles. */
const MAX_BLOCKS = 4000;

/**
 * Noise by intensity: the Laplacian-difference estimate of Immerkaer (1996) on small blocks, then the
 * lower quartile of the blocks in each intensity band, because texture only ever adds to it.
 */
export function measureNoise(picture: Picture): NoiseCurve {
  const { width, height, channels } = picture;
  const across = Math.floor((width - 2) / BLOCK);
  const down = Math.floor((height - 2) / BLOCK);
  const bands: number[][] = Array.from({ length: KNOTS }, () => []);
  const all: number[] = [];
  const luma = new Float64Array(SIDE * SIDE);
  const stride = Math.max(1, Math.floor((across * down) / MAX_BLOCKS));
  for (let block = 0; block < across * down; block += stride) {
    const left = 1 + (block % across) * BLOCK;
    const top = 1 + Math.floor(block / across) * BLOCK;
    let sum = 0;
    let mean = 0;
    // Every second pixel and its eight neighbours: all of the block and one row and column before it.
    for (let y = 0, i = 0; y < SIDE; y++) {
      let at = ((top - 1 + y) * width + left - 1) * channels;
      for (let x = 0; x < SIDE; x++, i++, at += channels) luma[i] = lumaAt(picture, at);
    }
    for (let y = 1; y < SIDE; y += 2) {
      for (let i = y * SIDE + 1; i < (y + 1) * SIDE; i += 2) {
        const centre = luma[i]!;
        mean += centre;
        const corners = luma[i - SIDE - 1]! + luma[i - SIDE + 1]! + luma[i + SIDE - 1]! + luma[i + SIDE + 1]!;
        const sides = luma[i - SIDE]! + luma[i - 1]! + luma[i + 1]! + luma[i + SIDE]!;
        sum += Math.abs(corners - 2 * sides + 4 * centre);
      }
    }
    const n = (BLOCK / 2) ** 2;
    const sigma = (Math.sqrt(Math.PI / 2) * sum) / (6 * n);
    // A clipped block has no noise to show and would pull its band to zero.
    if (mean / n < 2 || mean / n > 253) continue;
    bands[Math.round((mean / n / 255) * (KNOTS - 1))]!.push(sigma);
    all.push(sigma);
  }
  const overall = quantile(new Float64Array(all), 0.25) ?? 0.5;
  // A band that lies on texture alone says nothing of the noise.
  const most = 2.5 * overall + 0.5;
  return bands.map((band) =>
    band.length >= 8 ? Math.min(most, quantile(new Float64Array(band), 0.25)!) : overall,
  );
}

/** What a camera with 10,000 electrons at white makes of them there (EMVA 1288: their root), with a gain of 12 dB; grey levels. */
const NOISIEST_AT_WHITE = (2 * 255) / Math.sqrt(10_000);

/**
 * The part of a photo's noise that is the camera's. In a frame full of texture no block is calm, and what was measured is mostly the
 * texture: a piece of foil with that much grain would look like the surface. The most that a camera makes grows with the root of the light.
 */
export function cameraNoise(curve: NoiseCurve, wholeFrame: boolean): NoiseCurve {
  if (!wholeFrame) return curve;
  return curve.map((level, knot) => Math.min(level, NOISIEST_AT_WHITE * Math.sqrt(knot / (KNOTS - 1))));
}

/** Noise at one luma (0-255), in grey levels. */
export function noiseAt(curve: NoiseCurve, luma: number): number {
  const at = Math.max(0, Math.min(KNOTS - 1, (luma / 255) * (KNOTS - 1)));
  const below = Math.min(KNOTS - 2, Math.floor(at));
  return curve[below]! + (curve[below + 1]! - curve[below]!) * (at - below);
}
