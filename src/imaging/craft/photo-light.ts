import { encodeLight, linearOf, lumaAt } from '#imaging/colour.ts';
import type { Picture } from '#imaging/picture.ts';

/** Linear light of a photo at any place (px, corners of pixels at whole numbers), bilinear; mirrored beyond its edges. */
export function photoLight(photo: Picture, x: number, y: number, out: Float32Array): void {
  const { width, height, channels, data } = photo;
  const u = x - 0.5;
  const v = y - 0.5;
  const left = Math.floor(u);
  const top = Math.floor(v);
  const fu = u - left;
  const fv = v - top;
  const x0 = mirrored(left, width);
  const x1 = mirrored(left + 1, width);
  const y0 = mirrored(top, height) * width;
  const y1 = mirrored(top + 1, height) * width;
  for (let c = 0; c < channels; c++) {
    const a = linearOf[data[(y0 + x0) * channels + c]!]!;
    const b = linearOf[data[(y0 + x1) * channels + c]!]!;
    const d = linearOf[data[(y1 + x0) * channels + c]!]!;
    const e = linearOf[data[(y1 + x1) * channels + c]!]!;
    out[c] = (a * (1 - fu) + b * fu) * (1 - fv) + (d * (1 - fu) + e * fu) * fv;
  }
}

/** Mean linear light of a disc of a photo, from at most a few hundred of its pixels; one value a channel. */
export function meanLight(photo: Picture, x: number, y: number, radius: number): Float32Array {
  const sum = new Float32Array(photo.channels);
  const at = new Float32Array(photo.channels);
  const steps = Math.max(2, Math.min(10, Math.ceil(radius)));
  let n = 0;
  for (let j = -steps; j <= steps; j++) {
    for (let k = -steps; k <= steps; k++) {
      if (j * j + k * k > steps * steps) continue;
      photoLight(photo, x + (k * radius) / steps, y + (j * radius) / steps, at);
      for (let c = 0; c < sum.length; c++) sum[c]! += at[c]!;
      n++;
    }
  }
  return sum.map((value) => value / n);
}

/** Standard deviation, in 8-bit levels of luma, of a square of a photo with sides of two `radius`. */
export function localDeviation(photo: Picture, x: number, y: number, radius: number): number {
  let n = 0;
  let sum = 0;
  let squares = 0;
  const limit = (at: number, length: number): number => Math.max(0, Math.min(length - 1, Math.round(at)));
  for (let v = limit(y - radius, photo.height); v <= limit(y + radius, photo.height); v++) {
    for (let u = limit(x - radius, photo.width); u <= limit(x + radius, photo.width); u++) {
      const luma = lumaAt(photo, (v * photo.width + u) * photo.channels);
      n++;
      sum += luma;
      squares += luma * luma;
    }
  }
  return Math.sqrt(Math.max(0, squares / n - (sum / n) ** 2));
}

/**
 * How far light may lie from `mean` around a place and still be its texture, as a factor: three deviations of the
 * surface there. What lies beyond is something else (print, a hole, the background) and not to be borrowed.
 */
export function textureSpan(photo: Picture, x: number, y: number, mean: ArrayLike<number>): number {
  const level = mean.length === 1 ? mean[0]! : 0.299 * mean[0]! + 0.587 * mean[1]! + 0.114 * mean[2]!;
  const luma = Math.max(8, encodeLight(level));
  return ((luma + 3 * Math.max(3, localDeviation(photo, x, y, 10))) / luma) ** 2.2;
}

function mirrored(at: number, length: number): number {
  if (at >= 0 && at < length) return at;
  const period = 2 * length;
  const folded = ((at % period) + period) % period;
  return folded < length ? folded : period - 1 - folded;
}
