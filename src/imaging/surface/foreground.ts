import { writeLab } from '#imaging/colour.ts';
import { findComponents } from '#imaging/components.ts';
import { barrierDistance } from './barrier.ts';
import { boxMean, smooth } from './smooth.ts';
import type { Reduced } from './reduce.ts';

/** Where the product is, on the reduced grid. */
export type Foreground = {
  /** 1 = product. */
  readonly product: Uint8Array;
  /** 1 = the background seen through the product (bolt holes, bores), a subset of what is not product. */
  readonly holes: Uint8Array;
  /** 0-1; under `TRUSTED` the whole frame is taken for product, as for fabric or steel strip. */
  readonly confidence: number;
  readonly wholeFrame: boolean;
};

const TRUSTED = 0.35;

/** Separates product from background by how hard it is to get there from the picture's border. */
export function findForeground(reduced: Reduced): Foreground {
  const { width, height } = reduced;
  const count = width * height;
  const whole: Foreground = {
    product: new Uint8Array(count).fill(1),
    holes: new Uint8Array(count),
    confidence: 0,
    wholeFrame: true,
  };
  if (Math.min(width, height) < 24) return whole;
  const lab = blurredLab(reduced);
  const seeds = borderSeeds(lab, width, height);
  const distance = barrierDistance(lab, seeds, width, height);
  const threshold = Math.max(6, otsu(distance));
  const over = new Uint8Array(count);
  for (let i = 0; i < count; i++) over[i] = distance[i]! > threshold ? 1 : 0;
  const product = largestFilled(opened(over, width, height), width, height);
  const area = product.reduce((sum, value) => sum + value, 0);
  if (area < count * 0.02 || area > count * 0.97) return whole;
  const confidence = outlineConfidence(lab, product, width, height);
  if (confidence < TRUSTED) return { ...whole, confidence };
  const holes = findHoles(lab, product, width, height, area);
  for (let i = 0; i < count; i++) if (holes[i]) product[i] = 0;
  return { product, holes, confidence, wholeFrame: false };
}

function blurredLab(reduced: Reduced): Float32Array {
  const { width, height, rgb } = reduced;
  const lab = new Float32Array(rgb.length);
  for (let at = 0; at < rgb.length; at += 3) writeLab(rgb[at]!, rgb[at + 1]!, rgb[at + 2]!, lab, at);
  const plane = new Float32Array(width * height);
  for (let c = 0; c < 3; c++) {
    for (let i = 0; i < plane.length; i++) plane[i] = lab[i * 3 + c]!;
    const mean = boxMean(plane, width, height, 1);
    for (let i = 0; i < plane.length; i++) lab[i * 3 + c] = mean[i]!;
  }
  return lab;
}

/** Border pixels, without stretches that differ from their neighbourhood: there the product is cut by the frame. */
function borderSeeds(lab: Float32Array, width: number, height: number): Uint8Array {
  const ring: number[] = [];
  for (let x = 0; x < width; x++) ring.push(x);
  for (let y = 1; y < height; y++) ring.push(y * width + width - 1);
  for (let x = width - 2; x >= 0; x--) ring.push((height - 1) * width + x);
  for (let y = height - 2; y > 0; y--) ring.push(y * width);
  const seeds = new Uint8Array(width * height);
  const reach = Math.round(ring.length / 10);
  const window: number[] = [];
  for (let k = 0; k < ring.length; k++) {
    let differs = 0;
    for (let c = 0; c < 3; c++) {
      window.length = 0;
      for (let o = -reach; o <= reach; o += Math.max(1, reach >> 4)) {
        window.push(lab[ring[(k + o + ring.length) % ring.length]! * 3 + c]!);
      }
      window.sort((a, b) => a - b);
      differs = Math.max(differs, Math.abs(lab[ring[k]! * 3 + c]! - window[window.length >> 1]!));
    }
    if (differs < 7) seeds[ring[k]!] = 1;
  }
  return seeds;
}

/** Threshold that separates two classes best (Otsu, 1979), on 128 bins. */
function otsu(values: Float32Array): number {
  let top = 0;
  for (const value of values) if (value < 1e6 && value > top) top = value;
  if (top === 0) return 0;
  const bins = new Float64Array(128);
  for (const value of values) bins[Math.min(127, Math.floor((Math.min(value, top) / top) * 128))]!++;
  let sum = 0;
  for (let i = 0; i < 128; i++) sum += i * bins[i]!;
  let below = 0;
  let sumBelow = 0;
  let best = -1;
  let at = 0;
  for (let i = 0; i < 127; i++) {
    below += bins[i]!;
    sumBelow += i * bins[i]!;
    const above = values.length - below;
    if (below === 0 || above === 0) continue;
    const between = below * above * (sumBelow / below - (sum - sumBelow) / above) ** 2;
    if (between > best) {
      best = between;
      at = i;
    }
  }
  // Half of Otsu's value: outlines are crossed gradually on blurred edges, and missing the product's rim
  // (class means far apart) is the usual error of the plain threshold.
  return (((at + 1) / 128) * top) / 2;
}

function opened(set: Uint8Array, width: number, height: number): Uint8Array {
  const mean = boxMean(Float32Array.from(set), width, height, 1);
  const eroded = Float32Array.from(mean, (value) => (value > 0.999 ? 1 : 0));
  return Uint8Array.from(boxMean(eroded, width, height, 1), (value) => (value > 0.001 ? 1 : 0));
}

/** The largest part, with everything enclosed by it filled. */
function largestFilled(set: Uint8Array, width: number, height: number): Uint8Array {
  const parts = findComponents(set, width, height, 4);
  let largest = 0;
  for (let k = 1; k < parts.areas.length; k++) if (parts.areas[k]! > (parts.areas[largest] ?? 0)) largest = k;
  const outside = Uint8Array.from(parts.labels, (label) => (label === largest && largest > 0 ? 0 : 1));
  const gaps = findComponents(outside, width, height, 4);
  return Uint8Array.from(gaps.labels, (label) => {
    if (label === 0) return 1;
    const [left, top, right, bottom] = gaps.boxes[label]!;
    return left === 0 || top === 0 || right === width - 1 || bottom === height - 1 ? 0 : 1;
  });
}

/** Is the outline an edge in the picture, all the way round, and is the background calmer than the edge? */
function outlineConfidence(lab: Float32Array, product: Uint8Array, width: number, height: number): number {
  const steps: number[] = [];
  const calm: number[] = [];
  const reach = 3;
  const difference = (i: number, j: number): number => {
    let most = 0;
    for (let c = 0; c < 3; c++) most = Math.max(most, Math.abs(lab[i * 3 + c]! - lab[j * 3 + c]!));
    return most;
  };
  for (let y = reach; y < height - reach; y++) {
    for (let x = reach; x < width - reach; x++) {
      const i = y * width + x;
      for (const step of [1, width]) {
        const d = difference(i - reach * step, i + reach * step);
        if (product[i] !== product[i + step]) steps.push(d);
        else if (!product[i - reach * step] && !product[i + reach * step]) calm.push(d);
      }
    }
  }
  if (steps.length < 16 || calm.length < 64) return 0;
  steps.sort((a, b) => a - b);
  calm.sort((a, b) => a - b);
  const weak = steps[Math.floor(steps.length * 0.25)]!;
  const busy = calm[Math.floor(calm.length * 0.9)]!;
  return Math.max(0, Math.min(1, (weak - busy) / (weak + busy + 4) + weak / 40));
}

/**
 * Enclosed parts that look like the background around the product: its colour carried inwards, and as calm
 * as it is. Too small or too large parts are not holes.
 */
function findHoles(
  lab: Float32Array,
  product: Uint8Array,
  width: number,
  height: number,
  area: number,
): Uint8Array {
  const count = width * height;
  const like = new Uint8Array(count).fill(1);
  const outside = Float32Array.from(product, (value) => 1 - value);
  const radius = Math.max(width, height) / 5;
  const weight = smooth(outside, width, height, radius);
  const plane = new Float32Array(count);
  for (let c = 0; c < 3; c++) {
    for (let i = 0; i < count; i++) plane[i] = outside[i]! * lab[i * 3 + c]!;
    const carried = smooth(plane, width, height, radius);
    for (let i = 0; i < count; i++) {
      const expected = carried[i]! / Math.max(1e-6, weight[i]!);
      const limit = c === 0 ? 9 : 4;
      if (!product[i] || Math.abs(lab[i * 3 + c]! - expected) > limit) like[i] = 0;
    }
  }
  const parts = findComponents(opened(like, width, height), width, height, 4);
  return Uint8Array.from(parts.labels, (label) => {
    if (label === 0) return 0;
    const size = parts.areas[label]!;
    const [left, top, right, bottom] = parts.boxes[label]!;
    const filled = size / ((right - left + 1) * (bottom - top + 1));
    return size > area * 0.0008 && size < area * 0.15 && filled > 0.4 ? 1 : 0;
  });
}
