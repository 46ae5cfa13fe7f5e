/** Three running box means, close to a Gaussian of the given sigma (px); edges repeat. */
export function smooth(input: Float32Array, width: number, height: number, sigma: number): Float32Array {
  const radius = Math.max(1, Math.round(Math.sqrt((sigma * sigma * 12) / 3 + 1) / 2 - 0.5));
  const between = new Float32Array(input.length);
  const output = new Float32Array(input.length);
  for (let pass = 0; pass < 3; pass++) {
    meanOfRows(pass === 0 ? input : output, between, width, height, radius);
    meanOfColumns(between, output, width, height, radius);
  }
  return output;
}

/** Mean over the (2 radius + 1) square, edges repeating. */
export function boxMean(input: Float32Array, width: number, height: number, radius: number): Float32Array {
  const between = new Float32Array(input.length);
  const output = new Float32Array(input.length);
  meanOfRows(input, between, width, height, radius);
  meanOfColumns(between, output, width, height, radius);
  return output;
}

function meanOfRows(
  from: Float32Array,
  to: Float32Array,
  width: number,
  height: number,
  radius: number,
): void {
  const share = 1 / (2 * radius + 1);
  for (let y = 0; y < height; y++) {
    const first = y * width;
    const last = first + width - 1;
    let sum = from[first]! * radius;
    for (let i = first; i <= first + radius; i++) sum += from[i < last ? i : last]!;
    for (let i = first; i <= last; i++) {
      to[i] = sum * share;
      const gone = i - radius;
      const come = i + radius + 1;
      sum += from[come < last ? come : last]! - from[gone > first ? gone : first]!;
    }
  }
}

/** All columns at once, row by row: twice as fast as walking down each column. */
function meanOfColumns(
  from: Float32Array,
  to: Float32Array,
  width: number,
  height: number,
  radius: number,
): void {
  const share = 1 / (2 * radius + 1);
  const sums = new Float64Array(width);
  const lastRow = (height - 1) * width;
  for (let x = 0; x < width; x++) sums[x] = from[x]! * radius;
  for (let y = 0; y <= radius; y++) {
    const row = Math.min(lastRow, y * width);
    for (let x = 0; x < width; x++) sums[x]! += from[row + x]!;
  }
  for (let y = 0; y < height; y++) {
    const row = y * width;
    const gone = Math.max(0, (y - radius) * width);
    const come = Math.min(lastRow, (y + radius + 1) * width);
    for (let x = 0; x < width; x++) {
      to[row + x] = sums[x]! * share;
      sums[x]! += from[come + x]! - from[gone + x]!;
    }
  }
}
