/** Blurs by 1-2-1 both ways (sigma 0.7 px), edges repeating. */
export function binomial(field: Float32Array, width: number, height: number): Float32Array {
  const out = new Float32Array(field.length);
  blurRows(field, out, width, height);
  blurColumns(out, width, height);
  return out;
}

/** The same, `times` over, in place. */
export function binomialInPlace(field: Float32Array, width: number, height: number, times: number): void {
  for (let k = 0; k < times; k++) {
    blurRows(field, field, width, height);
    blurColumns(field, width, height);
  }
}

/** `to` may be `from`: what is overwritten is remembered. */
function blurRows(from: Float32Array, to: Float32Array, width: number, height: number): void {
  for (let y = 0; y < height; y++) {
    const first = y * width;
    const last = first + width - 1;
    let before = from[first]!;
    let here = before;
    for (let i = first; i < last; i++) {
      const after = from[i + 1]!;
      to[i] = 0.25 * (before + after) + 0.5 * here;
      before = here;
      here = after;
    }
    to[last] = 0.25 * before + 0.75 * here;
  }
}

function blurColumns(field: Float32Array, width: number, height: number): void {
  const above = field.slice(0, width);
  for (let y = 0, i = 0; y < height; y++) {
    const down = y < height - 1 ? width : 0;
    for (let x = 0; x < width; x++, i++) {
      const here = field[i]!;
      field[i] = 0.25 * (above[x]! + field[i + down]!) + 0.5 * here;
      above[x] = here;
    }
  }
}
