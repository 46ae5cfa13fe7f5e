/**
 * The value that would stand at `share` (0-1) of the way through `values` if they were sorted: `sorted[floor(n * share)]`.
 * Undefined when there are none. Moves it there, and all smaller values before it; linear time (Hoare, "Find", 1961).
 */
export function quantile(values: Float64Array, share: number): number | undefined {
  const rank = Math.floor(values.length * share);
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const held = values[i]!;
      values[i++] = values[j]!;
      values[j--] = held;
    }
    if (rank <= j) high = j;
    else if (rank >= i) low = i;
    else break;
  }
  return values[rank];
}
