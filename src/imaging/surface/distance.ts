/**
 * Euclidean distance, in px, of every pixel to the nearest one where `set` is not 0 (0 there); 1e6 when
 * there is none. Exact: along columns by counting, then along rows by parabola envelopes
 * (Felzenszwalb and Huttenlocher, 2012).
 */
export function distanceTo(set: Uint8Array, width: number, height: number): Float32Array {
  const far = 1e12;
  const squared = new Float64Array(width * height);
  distanceInColumns(set, width, height, far, squared);
  const distance = new Float32Array(squared.length);
  const envelope = {
    centre: new Int32Array(width),
    bound: new Float64Array(width + 1),
  };
  for (let start = 0; start < squared.length; start += width) {
    const end = start + width;
    for (let from = start; from < end; from++) {
      if (squared[from] === 0) continue;
      let to = from;
      while (to < end && squared[to] !== 0) to++;
      // Nothing beyond a set pixel is nearer than that pixel.
      alongRow(squared, Math.max(start, from - 1), Math.min(end - 1, to), envelope, distance);
      from = to;
    }
  }
  return distance;
}

/** Distances of a stretch of one row, both ends included, by the lower envelope of its pixels' parabolas. */
function alongRow(
  squared: Float64Array,
  first: number,
  last: number,
  { centre, bound }: { centre: Int32Array; bound: Float64Array },
  distance: Float32Array,
): void {
  let k = 0;
  centre[0] = 0;
  bound[0] = -Infinity;
  bound[1] = Infinity;
  const count = last + 1 - first;
  for (let q = 1; q < count; q++) {
    let s: number;
    do {
      const p = centre[k]!;
      s = (squared[first + q]! + q * q - squared[first + p]! - p * p) / (2 * q - 2 * p);
    } while (s <= bound[k]! && --k >= 0);
    k++;
    centre[k] = q;
    bound[k] = s;
    bound[k + 1] = Infinity;
  }
  k = 0;
  for (let q = 0; q < count; q++) {
    while (bound[k + 1]! < q) k++;
    const p = centre[k]!;
    distance[first + q] = Math.min(1e6, Math.sqrt((q - p) * (q - p) + squared[first + p]!));
  }
}

/** Squared distance to the nearest set pixel above or below: one sweep down, one up, row by row. */
function distanceInColumns(
  set: Uint8Array,
  width: number,
  height: number,
  far: number,
  squared: Float64Array,
): void {
  const steps = new Float64Array(width).fill(1e6);
  for (let i = 0, x = 0; i < squared.length; i++, x = x === width - 1 ? 0 : x + 1) {
    steps[x] = set[i] ? 0 : steps[x]! + 1;
    squared[i] = steps[x]!;
  }
  steps.fill(1e6);
  for (let i = squared.length - 1, x = width - 1; i >= 0; i--, x = x === 0 ? width - 1 : x - 1) {
    steps[x] = set[i] ? 0 : steps[x]! + 1;
    const nearest = Math.min(squared[i]!, steps[x]!);
    squared[i] = nearest >= 1e6 ? far : nearest * nearest;
  }
}
