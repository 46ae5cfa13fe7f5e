/** Classes of pixels by how steep the golden image is at the pixel and around it. */
const AT = 8;
const AROUND = 4;
export const CLASSES: number = AT * AROUND;
const TILES = 5;
const STEP = 0.08;
const BINS = 500;
/** A tile with fewer pixels of a class says nothing about it. */
const LEAST_PIXELS = 40;

/** Which class each pixel is of; bounds are such that half of the pixels lie in the calmest classes. */
export function classify(peak: Float32Array, around: Float32Array, counts: Uint8Array): Uint8Array {
  const atBounds = boundsOf(peak, counts, AT);
  const aroundBounds = boundsOf(around, counts, AROUND);
  const classes = new Uint8Array(peak.length);
  for (let i = 0; i < classes.length; i++) {
    let a = 0;
    while (a < AT - 1 && peak[i]! > atBounds[a]!) a++;
    let b = 0;
    while (b < AROUND - 1 && around[i]! > aroundBounds[b]!) b++;
    classes[i] = a * AROUND + b;
  }
  return classes;
}

/**
 * The usual size of `field` in each class: deviation of a normal law that has the same median, nine tenths
 * or 97 hundredths, whichever is largest, so that heavy tails count. Taken tile by tile, and of the tiles the
 * median: a change fills some tiles and leaves the others alone. Never under `least`.
 */
export function usualSpread(
  field: Float32Array,
  classes: Uint8Array,
  counts: Uint8Array,
  width: number,
  height: number,
  least: number,
): Float32Array {
  const histograms = new Int32Array(TILES * TILES * CLASSES * BINS);
  const tileOf = Int32Array.from({ length: width }, (_, x) => Math.floor((x * TILES) / width));
  for (let y = 0, i = 0; y < height; y++) {
    const row = Math.floor((y * TILES) / height) * TILES;
    for (let x = 0; x < width; x++, i++) {
      if (!counts[i]) continue;
      const size = Math.abs(field[i]!) / STEP;
      const bin = size < BINS - 1 ? size | 0 : BINS - 1;
      histograms[((row + tileOf[x]!) * CLASSES + classes[i]!) * BINS + bin]!++;
    }
  }
  const every: number[] = [];
  const own = Array.from({ length: CLASSES }, (_, k) => {
    const spreads: number[] = [];
    for (let tile = 0; tile < TILES * TILES; tile++) {
      const from = (tile * CLASSES + k) * BINS;
      const spread = spreadOf(histograms.subarray(from, from + BINS));
      if (spread !== null) spreads.push(spread);
    }
    every.push(...spreads);
    return spreads;
  });
  const overall = median(every) ?? 1;
  return Float32Array.from(own, (spreads) => {
    // Classes that are found in few tiles are drawn to what holds overall.
    const value = median(spreads);
    const share = Math.min(1, spreads.length / 4);
    return Math.max(least, value === null ? overall : share * value + (1 - share) * Math.max(value, overall));
  });
}

function spreadOf(histogram: Int32Array): number | null {
  let count = 0;
  for (let bin = 0; bin < BINS; bin++) count += histogram[bin]!;
  if (count < LEAST_PIXELS) return null;
  let passed = 0;
  let spread = 0;
  const wanted = [0.5, 0.9, 0.97];
  const normal = [0.6745, 1.645, 2.17];
  for (let bin = 0, k = 0; bin < BINS && k < 3; bin++) {
    const here = histogram[bin]!;
    while (k < 3 && passed + here >= wanted[k]! * count) {
      const value = STEP * (bin + (wanted[k]! * count - passed) / here);
      spread = Math.max(spread, value / normal[k]!);
      k++;
    }
    passed += here;
  }
  return spread;
}

function median(values: number[]): number | null {
  return values.length === 0 ? null : values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

function boundsOf(field: Float32Array, counts: Uint8Array, classes: number): number[] {
  const stride = Math.max(1, Math.floor(field.length / 20_000));
  const sample: number[] = [];
  for (let i = 0; i < field.length; i += stride) if (counts[i]) sample.push(field[i]!);
  const sorted = Float32Array.from(sample).sort();
  return Array.from({ length: classes - 1 }, (_, k) => {
    const share = 1 - (1 - (k + 1) / classes) ** 1.5;
    return sorted[Math.floor(share * sorted.length)] ?? 0;
  });
}
