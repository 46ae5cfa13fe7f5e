import type { Picture } from '#imaging/picture.ts';
import type { Mark } from '#imaging/settle.ts';

/** The whole picture as JPEG, in the two sizes of `thumbnailSides`. */
export type Thumbnails = { readonly small: Uint8Array; readonly large: Uint8Array };

/** A picture made small by box means, and what marks are worked into it by. */
export type SmallPicture = Picture & {
  /** First full-size column and row of each small one, and the end of the last. */
  readonly columns: Uint32Array;
  readonly rows: Uint32Array;
};

/** The whole picture, long side at most `longSide`; never enlarged. */
export function shrinkByBoxes(picture: Picture, longSide: number): SmallPicture {
  const { channels } = picture;
  const scale = Math.min(1, longSide / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const columns = starts(picture.width, width);
  const rows = starts(picture.height, height);
  const data = new Uint8Array(width * height * channels);
  const across = picture.width * channels;
  const line = new Uint32Array(across);
  for (let v = 0; v < height; v++) {
    // All columns at once, row by row, and along them after that: boxes are too narrow for loops of their own.
    line.fill(0);
    const end = rows[v + 1]! * across;
    for (let from = rows[v]! * across; from < end; from += across) {
      for (let k = 0; k < across; k++) line[k]! += picture.data[from + k]!;
    }
    for (let u = 0; u < width; u++) {
      const count = (columns[u + 1]! - columns[u]!) * (rows[v + 1]! - rows[v]!);
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let k = columns[u]! * channels + c; k < columns[u + 1]! * channels; k += channels)
          sum += line[k]!;
        data[(v * width + u) * channels + c] = Math.round(sum / count);
      }
    }
  }
  return { width, height, channels, data, columns, rows };
}

/**
 * The small picture with marks on it: what shrinking the picture with the marks gives. Work follows the marks' area. The sums
 * under them are taken from the golden image again: to keep them was 4 MB for every prepared photo of 1 MP.
 */
export function smallWithMarks(small: SmallPicture, golden: Picture, marks: readonly Mark[]): Picture {
  const { width, height, channels, columns, rows } = small;
  const data = small.data.slice();
  const [left, top, right, bottom] = around(small, marks);
  const sums = new Int32Array((right - left) * channels);
  const touched = new Uint8Array(right - left);
  for (let v = top; v < bottom; v++) {
    sums.fill(0);
    touched.fill(0);
    const within = [rows[v]!, rows[v + 1]!] as const;
    for (const mark of marks) addChanges(golden, mark, columns, left, within, sums, touched);
    addBoxes(golden, columns, left, within, touched, sums);
    for (let u = left; u < right; u++) {
      if (!touched[u - left]) continue;
      const count = (columns[u + 1]! - columns[u]!) * (within[1] - within[0]);
      for (let c = 0; c < channels; c++) {
        data[(v * width + u) * channels + c] = Math.round(sums[(u - left) * channels + c]! / count);
      }
    }
  }
  return { width, height, channels, data };
}

/** Adds the pixels of the touched ones of small columns `left` to `right` over full-size rows. */
function addBoxes(
  { width, channels, data }: Picture,
  columns: Uint32Array,
  left: number,
  [top, bottom]: readonly [number, number],
  touched: Uint8Array,
  sums: Int32Array,
): void {
  for (let k = 0; k < touched.length; k++) {
    if (!touched[k]) continue;
    for (let y = top; y < bottom; y++) {
      const end = (y * width + columns[left + k + 1]!) * channels;
      for (let from = (y * width + columns[left + k]!) * channels; from < end; from += channels) {
        for (let c = 0; c < channels; c++) sums[k * channels + c]! += data[from + c]!;
      }
    }
  }
}

/** Adds what a mark changes in full-size rows to the sums of the small columns from `left` on, and says which those are. */
function addChanges(
  golden: Picture,
  mark: Mark,
  columns: Uint32Array,
  left: number,
  [top, bottom]: readonly [number, number],
  sums: Int32Array,
  touched: Uint8Array,
): void {
  const { channels } = golden;
  const end = Math.min(bottom, mark.top + mark.height);
  for (let y = Math.max(top, mark.top); y < end; y++) {
    let u = left;
    for (let x = 0, i = (y - mark.top) * mark.width; x < mark.width; x++, i++) {
      if (!mark.owned[i]) continue;
      while (columns[u + 1]! <= x + mark.left) u++;
      const from = (y * golden.width + x + mark.left) * channels;
      const to = (u - left) * channels;
      touched[u - left] = 1;
      for (let c = 0; c < channels; c++) {
        sums[to + c]! += mark.values[i * channels + c]! - golden.data[from + c]!;
      }
    }
  }
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

function starts(full: number, small: number): Uint32Array {
  return Uint32Array.from({ length: small + 1 }, (_, k) => Math.round((k * full) / small));
}
