import { lumaAt } from '#imaging/colour.ts';
import type { Picture } from '#imaging/picture.ts';

/** Standard deviation of the photo's noise, in grey levels, for luma 0, 32, ... 224, 255 (nine knots). */
export type NoiseCurve = readonly number[];

const KNOTS = 9;
const BLOCK = 16;
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
  const stride = Math.max(1, Math.floor((across * down) / MAX_BLOCKS));
  for (let block = 0; block < across * down; block += stride) {
    const left = 1 + (block % across) * BLOCK;
    const top = 1 + Math.floor(block / across) * BLOCK;
    let sum = 0;
    let mean = 0;
    for (let y = top; y < top + BLOCK; y += 2) {
      for (let x = left; x < left + BLOCK; x += 2) {
        const at = (dx: number, dy: number): number =>
          lumaAt(picture, ((y + dy) * width + x + dx) * channels);
        const centre = at(0, 0);
        mean += centre;
        sum += Math.abs(
          at(-1, -1) +
            at(1, -1) +
            at(-1, 1) +
            at(1, 1) -
            2 * (at(0, -1) + at(-1, 0) + at(1, 0) + at(0, 1)) +
            4 * centre,
        );
      }
    }
    const n = (BLOCK / 2) ** 2;
    const sigma = (Math.sqrt(Math.PI / 2) * sum) / (6 * n);
    // A clipped block has no noise to show and would pull its band to zero.
    if (mean / n < 2 || mean / n > 253) continue;
    bands[Math.round((mean / n / 255) * (KNOTS - 1))]!.push(sigma);
    all.push(sigma);
  }
  const overall = quartile(all) ?? 0.5;
  // A band that lies on texture alone says nothing of the noise.
  const most = 2.5 * overall + 0.5;
  return bands.map((band) => (band.length >= 8 ? Math.min(most, quartile(band)!) : overall));
}

/** Noise at one luma (0-255), in grey levels. */
export function noiseAt(curve: NoiseCurve, luma: number): number {
  const at = Math.max(0, Math.min(KNOTS - 1, (luma / 255) * (KNOTS - 1)));
  const below = Math.min(KNOTS - 2, Math.floor(at));
  return curve[below]! + (curve[below + 1]! - curve[below]!) * (at - below);
}

function quartile(values: number[]): number | null {
  if (values.length === 0) return null;
  values.sort((a, b) => a - b);
  return values[Math.floor(values.length / 4)]!;
}
