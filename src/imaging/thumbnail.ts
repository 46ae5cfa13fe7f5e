import type { Picture } from '#imaging/picture.ts';
import type { Mark } from '#imaging/settle.ts';

/** Long side of thumbnails, px. */
export const THUMBNAIL_SIDE = 320;

/** A picture made small by box means that are kept unrounded, so that marks can be worked into them. */
export type SmallPicture = {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly means: Float32Array;
  /** First full-size column and row of each small one, and the end of the last. */
  readonly columns: Uint32Array;
  readonly rows: Uint32Array;
};

/** The whole picture, long side at most `longSide`; never enlarged. */
export function shrinkByBoxes(picture: Picture, longSide: number = THUMBNAIL_SIDE): SmallPicture {
  const { channels, data } = picture;
  const scale = Math.min(1, longSide / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const columns = starts(picture.width, width);
  const rows = starts(picture.height, height);
  const means = new Float32Array(width * height * channels);
  for (let v = 0; v < height; v++) {
    for (let y = rows[v]!; y < rows[v + 1]!; y++) {
      for (let u = 0; u < width; u++) {
        for (let x = columns[u]!; x < columns[u + 1]!; x++) {
          const from = (y * picture.width + x) * channels;
          const to = (v * width + u) * channels;
          for (let c = 0; c < channels; c++) means[to + c]! += data[from + c]!;
        }
      }
    }
    for (let u = 0; u < width; u++) {
      const count = (columns[u + 1]! - columns[u]!) * (rows[v + 1]! - rows[v]!);
      for (let c = 0; c < channels; c++) means[(v * width + u) * channels + c]! /= count;
    }
  }
  return { width, height, channels, means, columns, rows };
}

/** The small picture with marks on it, in 8 bits; work follows the marks' area. */
export function smallWithMarks(small: SmallPicture, golden: Picture, marks: readonly Mark[]): Picture {
  const { width, height, channels, columns, rows } = small;
  const means = small.means.slice();
  for (const mark of marks) {
    let v = 0;
    for (let y = 0; y < mark.height; y++) {
      while (rows[v + 1]! <= y + mark.top) v++;
      let u = 0;
      for (let x = 0, i = y * mark.width; x < mark.width; x++, i++) {
        if (!mark.owned[i]) continue;
        while (columns[u + 1]! <= x + mark.left) u++;
        const count = (columns[u + 1]! - columns[u]!) * (rows[v + 1]! - rows[v]!);
        const from = ((y + mark.top) * golden.width + x + mark.left) * channels;
        const to = (v * width + u) * channels;
        for (let c = 0; c < channels; c++) {
          means[to + c]! += (mark.values[i * channels + c]! - golden.data[from + c]!) / count;
        }
      }
    }
  }
  const data = new Uint8Array(means.length);
  for (let i = 0; i < data.length; i++) data[i] = Math.max(0, Math.min(255, Math.round(means[i]!)));
  return { width, height, channels, data };
}

function starts(full: number, small: number): Uint32Array {
  return Uint32Array.from({ length: small + 1 }, (_, k) => Math.round((k * full) / small));
}
