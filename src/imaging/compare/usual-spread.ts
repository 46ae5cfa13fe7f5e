import { nthSmallest } from '#imaging/nth-smallest.ts';

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
  const groups = groupByTileAndClass(field, classes, counts, width, height);
  const every: number[] = [];
  const own = Array.from({ length: CLASSES }, (_, k) => {
    const spreads: number[] = [];
    for (let tile = 0; tile < TILES * TILES; tile++) {
      const group = tile * CLASSES + k;
      const [from, to] = [groups.starts[group]!, groups.starts[group + 1]!];
      if (to - from >= LEAST_PIXELS) spreads.push(spreadOf(groups.bins.subarray(from, to)));
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

/** The bins that the sizes of the pixels fall into, those of one tile and class together: `starts` says where each begins. */
type Groups = { readonly bins: Uint16Array; readonly starts: Int32Array };

/** Sorted by counting: a histogram for each tile and class would be 1.6 MB, most of it empty where pictures are small. */
function groupByTileAndClass(
  field: Float32Array,
  classes: Uint8Array,
  counts: Uint8Array,
  width: number,
  height: number,
): Groups {
  const tileOf = Int32Array.from({ length: width }, (_, x) => Math.floor((x * TILES) / width) * CLASSES);
  const next = new Int32Array(TILES * TILES * CLASSES + 1);
  for (let y = 0, i = 0; y < height; y++) {
    const row = Math.floor((y * TILES) / height) * TILES * CLASSES;
    for (let x = 0; x < width; x++, i++) if (counts[i]) next[row + tileOf[x]! + classes[i]! + 1]!++;
  }
  for (let k = 1; k < next.length; k++) next[k]! += next[k - 1]!;
  const starts = next.slice();
  const bins = new Uint16Array(starts.at(-1)!);
  for (let y = 0, i = 0; y < height; y++) {
    const row = Math.floor((y * TILES) / height) * TILES * CLASSES;
    for (let x = 0; x < width; x++, i++) {
      if (!counts[i]) continue;
      const size = Math.abs(field[i]!) / STEP;
      bins[next[row + tileOf[x]! + classes[i]!]!++] = size < BINS - 1 ? size | 0 : BINS - 1;
    }
  }
  return { bins, starts };
}

function spreadOf(bins: Uint16Array): number {
  const count = bins.length;
  const histogram = new Int32Array(BINS);
  for (let i = 0; i < count; i++) histogram[bins[i]!]!++;
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
  const sample = new Float32Array(Math.ceil(field.length / stride));
  let held = 0;
  for (let i = 0; i < field.length; i += stride) if (counts[i]) sample[held++] = field[i]!;
  const known = sample.subarray(0, held);
  let from = 0;
  return Array.from({ length: classes - 1 }, (_, k) => {
    if (held === 0) return 0;
    const at = Math.floor((1 - (1 - (k + 1) / classes) ** 1.5) * held);
    const bound = nthSmallest(known, at, from);
    from = at;
    return bound;
  });
}
