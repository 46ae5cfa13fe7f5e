export type Interval = { readonly low: number; readonly high: number };

/** Two-sided 95 %. */
export const usualZ = 1.959964;

/**
 * Where a share of which `hits` of `total` were seen may really lie. Total 0: anywhere.
 *
 * @see E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927)
 */
export function wilson(hits: number, total: number, z = usualZ): Interval {
  if (total <= 0) return { low: 0, high: 1 };
  const share = hits / total;
  const zz = (z * z) / total;
  const middle = (share + zz / 2) / (1 + zz);
  const half = (z * Math.sqrt((share * (1 - share)) / total + zz / (4 * total))) / (1 + zz);
  // Exactly 0 and 1 at the ends, which rounding would miss.
  return { low: hits === 0 ? 0 : middle - half, high: hits === total ? 1 : middle + half };
}

export type Share = { readonly hits: number; readonly total: number };

/**
 * How much larger the first share may really be than the second, from -1 to 1.
 *
 * @see R. G. Newcombe, Interval estimation for the difference between independent proportions, Statistics in Medicine
 * 17 (1998), method 10
 */
export function shareDifference(a: Share, b: Share, z = usualZ): Interval {
  if (a.total === 0 || b.total === 0) return { low: -1, high: 1 };
  const pa = a.hits / a.total;
  const pb = b.hits / b.total;
  const ia = wilson(a.hits, a.total, z);
  const ib = wilson(b.hits, b.total, z);
  return {
    low: pa - pb - Math.hypot(pa - ia.low, ib.high - pb),
    high: pa - pb + Math.hypot(ia.high - pa, pb - ib.low),
  };
}
