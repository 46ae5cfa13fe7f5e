/**
 * Lengths of the runs of a bitmap read column by column, background first (0 when the first pixel
 * is set), no empty run after that. `data` is row by row; a pixel is set when it is not 0.
 */
export function columnRuns(data: Uint8Array, width: number, height: number): number[] {
  const { changes, starts } = findChanges(data, width, height);
  const runs: number[] = [];
  let runStart = 0;
  let inside = false;
  for (let x = 0; x < width; x++) {
    const top = x * height;
    const end = starts[x + 1]!;
    let k = starts[x]!;
    // A set pixel at the column's top goes on with the run that ended the column before.
    const topIsSet = k < end && changes[k] === 0;
    if (topIsSet === inside) {
      if (topIsSet) k++;
    } else if (inside) {
      runs.push(top - runStart);
      runStart = top;
      inside = false;
    }
    for (; k < end; k++) {
      const at = top + changes[k]!;
      runs.push(at - runStart);
      runStart = at;
      inside = !inside;
    }
  }
  runs.push(width * height - runStart);
  return runs;
}

/** The way back: sets to 255 what the runs say. Throws when they do not fill the bitmap exactly. */
export function fillColumnRuns(
  data: Uint8Array,
  width: number,
  height: number,
  runs: readonly number[],
): void {
  let at = 0;
  for (let index = 0; index < runs.length; index++) {
    const end = at + runs[index]!;
    if (!(end >= at) || end > width * height)
      throw new Error(`Run ${index} leaves the ${width} x ${height} mask.`);
    if (index % 2 === 1) {
      let x = Math.floor(at / height);
      let y = at - x * height;
      for (let k = at; k < end; k++) {
        data[y * width + x] = 255;
        if (++y === height) {
          y = 0;
          x++;
        }
      }
    }
    at = end;
  }
  if (at !== width * height) throw new Error(`The runs hold ${at} pixels, the mask ${width * height}.`);
}

/**
 * Rows at which each column changes, from an imagined background above it. Column x owns
 * `changes[starts[x]]` up to `changes[starts[x + 1] - 1]`. Two passes along the rows: walking down
 * the columns misses the cache at every pixel.
 */
function findChanges(
  data: Uint8Array,
  width: number,
  height: number,
): { changes: Uint32Array; starts: Uint32Array } {
  const starts = new Uint32Array(width + 1);
  for (let x = 0; x < width; x++) if (data[x] !== 0) starts[x + 1]!++;
  for (let y = 1, i = width; y < height; y++) {
    for (let x = 1; x <= width; x++, i++) {
      if (data[i] !== data[i - width]) starts[x]!++;
    }
  }
  for (let x = 0; x < width; x++) starts[x + 1]! += starts[x]!;
  const changes = new Uint32Array(starts[width]!);
  const next = starts.slice();
  for (let x = 0; x < width; x++) if (data[x] !== 0) changes[next[x]!++] = 0;
  for (let y = 1, i = width; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (data[i] !== data[i - width]) changes[next[x]!++] = y;
    }
  }
  return { changes, starts };
}
