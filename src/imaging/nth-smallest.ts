/**
 * The value that would stand at `n` if all were sorted; NaN where there is none. Moves the values (no NaN among them) so that
 * no smaller one stands behind it: the next may be asked for with `from` at `n + 1`. Hoare's FIND (1961); a fifth of the
 * time of sorting.
 */
export function nthSmallest(values: Float32Array | Float64Array, n: number, from = 0): number {
  if (n >= values.length) return Number.NaN;
  let left = from;
  let right = values.length - 1;
  while (left < right) {
    const pivot = values[(left + right) >> 1]!;
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const value = values[i]!;
      values[i++] = values[j]!;
      values[j--] = value;
    }
    if (n <= j) right = j;
    else if (n >= i) left = i;
    else break;
  }
  return values[n]!;
}
