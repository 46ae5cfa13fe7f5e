import { nthSmallest } from '#imaging/nth-smallest.ts';

/**
 * The value that would stand at `share` (0-1) of the way through `values` if they were sorted: `sorted[floor(n * share)]`.
 * Undefined when there are none. Moves it there, and all smaller values before it.
 */
export function quantile(values: Float64Array, share: number): number | undefined {
  const rank = Math.floor(values.length * share);
  return rank < values.length ? nthSmallest(values, rank) : undefined;
}
