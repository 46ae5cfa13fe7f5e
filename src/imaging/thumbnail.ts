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
  const sums = new Uint32Array(width * channels);
  for (let v = 0; v < height; v++) {
    sums.fill(0);
    addBoxes(picture, columns, [0, width], [rows[v]!, rows[v + 1]!], null, sums);
    for (let u = 0; u < width; u++) {
      const count = (columns[u + 1]! - columns[u]!) * (rows[v + 1]! - rows[v]!);
      const at = (v * width + u) * channels;
      for (let c = 0; c < channels; c++) data[at + c] = Math.round(sums[u * channels + c]! / count);
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
    addBoxes(golden, columns, [left, right], within, touched, sums);
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

/** Adds the pixels of small columns `left` to `right` over full-size rows; where `only` is given, of those it has. */
function addBoxes(
  { width, channels, data }: Picture,
  columns: Uint32Array,
  [left, right]: readonly [number, number],
  [top, bottom]: readonly [number, number],
  only: Uint8Array | null,
  sums: Uint32Array | Int32Array,
): void {
  for (let y = top; y < bottom; y++) {
    for (let u = left; u < right; u++) {
      if (only && !only[u - left]) continue;
      let from = (y * width + columns[u]!) * channels;
      const end = (y * width + columns[u + 1]!) * channels;
      const to = (u - left) * channels;
      if (channels === 1) {
        let sum = 0;
        while (from < end) sum += data[from++]!;
        sums[to]! += sum;
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
      sums[to]! += red;
      sums[to + 1]! += green;
      sums[to + 2]! += blue;
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
