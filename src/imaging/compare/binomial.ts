/** Blurs by 1-2-1 both ways (sigma 0.7 px), edges repeating. */
export function binomial(field: Float32Array, width: number, height: number): Float32Array {
  const rows = new Float32Array(field.length);
  const out = new Float32Array(field.length);
  for (let y = 0; y < height; y++) {
    const first = y * width;
    const last = first + width - 1;
    rows[first] = 0.75 * field[first]! + 0.25 * field[width > 1 ? first + 1 : first]!;
    for (let i = first + 1; i < last; i++) {
      rows[i] = 0.25 * (field[i - 1]! + field[i + 1]!) + 0.5 * field[i]!;
    }
    rows[last] = 0.75 * field[last]! + 0.25 * field[width > 1 ? last - 1 : last]!;
  }
  for (let y = 0, i = 0; y < height; y++) {
    const up = y > 0 ? width : 0;
    const down = y < height - 1 ? width : 0;
    for (let x = 0; x < width; x++, i++) out[i] = 0.25 * (rows[i - up]! + rows[i + down]!) + 0.5 * rows[i]!;
  }
  return out;
}
