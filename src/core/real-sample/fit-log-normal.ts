import type { LogNormal } from './fitted-habits.ts';

/** Values nearer to each other than this are one value: three equal samples are no certainty. */
const LEAST_SPREAD = 0.12;

/**
 * Robust log-normal fit. The median, and the deviation around it of what lies within 2.5 robust deviations
 * (1.4826 times the median absolute deviation), so that one slip of a mask does not widen the range. The limits
 * are those of the data, widened by twice the standard error of the median (1.253 s / sqrt(n)), n being the
 * number of photos: what so few leave uncertain. Weights need not add up to one.
 */
export function fitLogNormal(
  values: readonly { readonly value: number; readonly weight: number }[],
  photos: number,
): LogNormal {
  const logs = values.map(({ value, weight }) => ({ value: Math.log(Math.max(1e-6, value)), weight }));
  const median = weightedMedian(logs);
  const absolute = logs.map(({ value, weight }) => ({ value: Math.abs(value - median), weight }));
  const robust = Math.max(LEAST_SPREAD, 1.4826 * weightedMedian(absolute));
  const near = logs.filter(({ value }) => Math.abs(value - median) <= 2.5 * robust);
  const total = near.reduce((sum, { weight }) => sum + weight, 0);
  const variance = near.reduce((sum, { value, weight }) => sum + weight * (value - median) ** 2, 0) / total;
  // One degree of freedom went into the median.
  const deviation = Math.sqrt(variance * (photos / Math.max(1, photos - 1)));
  const spread = Math.max(LEAST_SPREAD, deviation);
  const error = (1.253 * spread) / Math.sqrt(photos);
  const ends = near.map(({ value }) => value);
  return {
    median: round(Math.exp(median)),
    spread: round(spread),
    min: round(Math.exp(Math.min(...ends) - 2 * error)),
    max: round(Math.exp(Math.max(...ends) + 2 * error)),
  };
}

function weightedMedian(values: readonly { readonly value: number; readonly weight: number }[]): number {
  const sorted = [...values].sort((a, b) => a.value - b.value);
  const half = sorted.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let seen = 0;
  for (const [k, { value, weight }] of sorted.entries()) {
    seen += weight;
    if (seen > half + 1e-9) return value;
    if (seen > half - 1e-9) return (value + (sorted[k + 1]?.value ?? value)) / 2;
  }
  return 0;
}

/** Four significant digits: what is frozen with thousands of jobs need not carry more. */
function round(value: number): number {
  return Number(value.toPrecision(4));
}
