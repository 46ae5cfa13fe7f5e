/** Largest value in the square of `radius` around each pixel: a running maximum in both directions. */
export function largestNearby(
  field: Float32Array,
  width: number,
  height: number,
  radius: number,
): Float32Array {
  let now = field;
  // Three wide, then shifted by what is still missing: two or three passes instead of one of `radius`.
  for (let done = 0; done < radius; done++) now = largestOfNine(now, width, height);
  return now;
}

function largestOfNine(field: Float32Array, width: number, height: number): Float32Array {
  const rows = new Float32Array(field.length);
  const out = new Float32Array(field.length);
  for (let y = 0; y < height; y++) {
    const first = y * width;
    const last = first + width - 1;
    for (let i = first; i <= last; i++) {
      let most = field[i]!;
      if (i > first && field[i - 1]! > most) most = field[i - 1]!;
      if (i < last && field[i + 1]! > most) most = field[i + 1]!;
      rows[i] = most;
    }
  }
  for (let i = 0; i < rows.length; i++) {
    let most = rows[i]!;
    if (i >= width && rows[i - width]! > most) most = rows[i - width]!;
    if (i + width < rows.length && rows[i + width]! > most) most = rows[i + width]!;
    out[i] = most;
  }
  return out;
}
