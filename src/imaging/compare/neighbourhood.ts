/** Largest value in the square of `radius` around each pixel, edges repeating. */
export function largestNearby(
  field: Float32Array,
  width: number,
  height: number,
  radius: number,
): Float32Array {
  let now = field;
  // Three values `step` apart each time; steps grow as long as they leave no gap: radius 4 takes two passes.
  for (let reached = 0; reached < radius;) {
    const step = Math.min(radius - reached, 2 * reached + 1);
    now = largestOfNine(now, width, height, step);
    reached += step;
  }
  return now;
}

function largestOfNine(field: Float32Array, width: number, height: number, step: number): Float32Array {
  const rows = new Float32Array(field.length);
  const out = new Float32Array(field.length);
  for (let y = 0; y < height; y++) {
    const first = y * width;
    const last = first + width - 1;
    for (let i = first; i <= last; i++) {
      const before = field[i - step > first ? i - step : first]!;
      const after = field[i + step < last ? i + step : last]!;
      const own = field[i]!;
      const side = before > after ? before : after;
      rows[i] = own > side ? own : side;
    }
  }
  for (let y = 0, i = 0; y < height; y++) {
    const up = Math.min(y, step) * width;
    const down = Math.min(height - 1 - y, step) * width;
    for (let x = 0; x < width; x++, i++) {
      const above = rows[i - up]!;
      const below = rows[i + down]!;
      const own = rows[i]!;
      const side = above > below ? above : below;
      out[i] = own > side ? own : side;
    }
  }
  return out;
}
