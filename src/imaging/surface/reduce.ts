import type { Picture } from '#imaging/picture.ts';

/** A picture made smaller for analysis: `width * height * 3` values, 0-255 as encoded (sRGB). */
export type Reduced = {
  readonly width: number;
  readonly height: number;
  /** Reduced pixels per full-size pixel, at most 1. */
  readonly scale: number;
  readonly rgb: Float32Array;
};

/**
 * Box average onto at most `longSide` px. Boxes of more than 4 x 4 pixels are sampled on a grid, so that a
 * 48 MP photo costs no more than a few MP.
 */
export function reducePicture(picture: Picture, longSide: number): Reduced {
  const { data, channels } = picture;
  const scale = Math.min(1, longSide / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const rgb = new Float32Array(width * height * 3);
  for (let y = 0, at = 0; y < height; y++) {
    const top = Math.floor((y * picture.height) / height);
    const bottom = Math.max(top + 1, Math.floor(((y + 1) * picture.height) / height));
    const stepY = Math.max(1, Math.floor((bottom - top) / 4));
    for (let x = 0; x < width; x++, at += 3) {
      const left = Math.floor((x * picture.width) / width);
      const right = Math.max(left + 1, Math.floor(((x + 1) * picture.width) / width));
      const stepX = Math.max(1, Math.floor((right - left) / 4));
      let r = 0;
      let g = 0;
      let b = 0;
      let n = 0;
      for (let v = top; v < bottom; v += stepY) {
        for (let u = left; u < right; u += stepX) {
          const offset = (v * picture.width + u) * channels;
          r += data[offset]!;
          if (channels === 3) {
            g += data[offset + 1]!;
            b += data[offset + 2]!;
          }
          n++;
        }
      }
      rgb[at] = r / n;
      rgb[at + 1] = channels === 3 ? g / n : r / n;
      rgb[at + 2] = channels === 3 ? b / n : r / n;
    }
  }
  return { width, height, scale: width / picture.width, rgb };
}

/** Rec. 601 luma of a reduced picture, 0-255. */
export function reducedLuma(reduced: Reduced): Float32Array {
  const luma = new Float32Array(reduced.width * reduced.height);
  for (let i = 0, at = 0; i < luma.length; i++, at += 3) {
    luma[i] = 0.299 * reduced.rgb[at]! + 0.587 * reduced.rgb[at + 1]! + 0.114 * reduced.rgb[at + 2]!;
  }
  return luma;
}
