import type { Picture } from '#imaging/picture.ts';
import type { Mark } from '#imaging/settle.ts';

/** The whole picture as JPEG, in the two sizes of `thumbnailSides`. */
export type Thumbnails = { readonly small: Uint8Array; readonly large: Uint8Array };

/** A picture made small by box means, which are kept unrounded as well, so that marks can be worked into them. */
export type SmallPicture = Picture & {
  readonly means: Float32Array;
  /** First full-size column and row of each small one, and the end of the last. */
  readonly columns: Uint32Array;
  readonly rows: Uint32Array;
};

/** The whole picture, long side at most `longSide`; never enlarged. */
export function shrinkByBoxes(picture: Picture, longSide: number): SmallPicture {
  const { channels, data } = picture;
  const scale = Math.min(1, longSide / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const columns = starts(picture.width, width);
  const rows = starts(picture.height, height);
  const means = new Float32Array(width * height * channels);
  const sums = new Float64Array(width * channels);
  for (let v = 0; v < height; v++) {
    sums.fill(0);
    for (let y = rows[v]!; y < rows[v + 1]!; y++) {
      let from = y * picture.width * channels;
      for (let u = 0; u < width; u++) {
        const end = (y * picture.width + columns[u + 1]!) * channels;
        if (channels === 1) {
          let sum = 0;
          while (from < end) sum += data[from++]!;
          sums[u]! += sum;
          continue;
        }
        let red = 0;
        let green = 0;
        let blue = 0;
        for (; from < end; from += 3) {
          red += data[from]!;
          green += data[from + 1]!;
          blue += data[from + 2]!;
        }
        sums[u * 3]! += red;
        sums[u * 3 + 1]! += green;
        sums[u * 3 + 2]! += blue;
      }
    }
    for (let u = 0; u < width; u++) {
      const count = (columns[u + 1]! - columns[u]!) * (rows[v + 1]! - rows[v]!);
      const at = (v * width + u) * channels;
      for (let c = 0; c < channels; c++) means[at + c] = sums[u * channels + c]! / count;
    }
  }
  return { width, height, channels, data: Uint8Array.from(means, rounded), means, columns, rows };
}

/** The small picture with marks on it, in 8 bits; work follows the marks' area. */
export function smallWithMarks(small: SmallPicture, golden: Picture, marks: readonly Mark[]): Picture {
  const { width, height, channels, means, columns, rows } = small;
  const data = small.data.slice();
  const [left, top, right, bottom] = around(small, marks);
  const across = (right - left) * channels;
  const touched = new Float32Array(across * (bottom - top));
  const rowOf = (v: number): number => (v * width + left) * channels;
  for (let v = top; v < bottom; v++) {
    touched.set(means.subarray(rowOf(v), rowOf(v) + across), (v - top) * across);
  }
  for (const mark of marks) {
    let v = top;
    for (let y = 0; y < mark.height; y++) {
      while (rows[v + 1]! <= y + mark.top) v++;
      let u = left;
      for (let x = 0, i = y * mark.width; x < mark.width; x++, i++) {
        if (!mark.owned[i]) continue;
        while (columns[u + 1]! <= x + mark.left) u++;
        const count = (columns[u + 1]! - columns[u]!) * (rows[v + 1]! - rows[v]!);
        const from = ((y + mark.top) * golden.width + x + mark.left) * channels;
        const to = (v - top) * across + (u - left) * channels;
        for (let c = 0; c < channels; c++) {
          touched[to + c]! += (mark.values[i * channels + c]! - golden.data[from + c]!) / count;
        }
      }
    }
  }
  for (let v = top; v < bottom; v++) {
    const from = (v - top) * across;
    for (let k = 0; k < across; k++) data[rowOf(v) + k] = rounded(touched[from + k]!);
  }
  return { width, height, channels, data };
}

/** The marks' rectangle on the small picture: left, top, and the ends of right and bottom. */
function around({ columns, rows }: SmallPicture, marks: readonly Mark[]): [number, number, number, number] {
  if (marks.length === 0) return [0, 0, 0, 0];
  return [
    under(columns, Math.min(...marks.map(({ left }) => left))),
    under(rows, Math.min(...marks.map(({ top }) => top))),
    under(columns, Math.max(...marks.map(({ left, width }) => left + width - 1))) + 1,
    under(rows, Math.max(...marks.map(({ top, height }) => top + height - 1))) + 1,
  ];
}

/** The small column or row that a full-size one lies in. */
function under(ends: Uint32Array, at: number): number {
  let k = 0;
  while (ends[k + 1]! <= at) k++;
  return k;
}

function rounded(mean: number): number {
  return Math.max(0, Math.min(255, Math.round(mean)));
}

function starts(full: number, small: number): Uint32Array {
  return Uint32Array.from({ length: small + 1 }, (_, k) => Math.round((k * full) / small));
}
