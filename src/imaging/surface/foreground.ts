import { writeLab } from '#imaging/colour.ts';
import { findComponents } from '#imaging/components.ts';
import { barrierDistance } from './barrier.ts';
import { boxMean, smooth } from './smooth.ts';
import { trimRim } from './trim-rim.ts';
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
/** Pixels on each side of an outline between which its step is measured. */
const REACH = 3;
/** A part of this share of the largest one is product too (a cap beyond a glass neck). */
const PART_SHARE = 0.1;

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
  const cut = bestCut(lab, distance, width, height);
  if (!cut || cut.confidence < TRUSTED) return { ...whole, confidence: cut?.confidence ?? 0 };
  const { area, confidence } = cut;
  trimRim(lab, cut.product, width, height);
  const product = largePartsFilled(opened(cut.product, width, height), width, height);
  // Straight through, and in the shade of a deep hole's walls.
  const difference = fromBackground(lab, product, width, height);
  const holes = findHoles(lab, product, difference, width, height, area, 9);
  const shaded = findHoles(lab, product, difference, width, height, area, 28);
  for (let i = 0; i < count; i++) {
    holes[i]! |= shaded[i]!;
    if (holes[i]) product[i] = 0;
  }
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

type Cut = { product: Uint8Array; area: number; confidence: number };

/**
 * Where the barrier ends the background. Low cuts keep weakly outlined parts (a white label before a white
 * wall), high ones leave soft shadows out: the lowest whose outline is nearly as sharp as the sharpest.
 */
function bestCut(lab: Float32Array, distance: Float32Array, width: number, height: number): Cut | null {
  const cuts: (Cut & { sharpness: number })[] = [];
  const over = new Uint8Array(distance.length);
  for (const barrier of [3.5, 5, 7, 10, 14, 20]) {
    for (let i = 0; i < over.length; i++) over[i] = distance[i]! > barrier ? 1 : 0;
    const product = largePartsFilled(opened(over, width, height), width, height);
    let area = 0;
    for (let i = 0; i < product.length; i++) area += product[i]!;
    if (area < product.length * 0.02) break;
    if (area > product.length * 0.97) continue;
    const { sharpness, confidence } = judgeOutline(lab, product, width, height);
    cuts.push({ product, area, confidence, sharpness });
  }
  // A product that falls apart under a higher cut (glass, white on white) is worth a weaker outline.
  const worth = (cut: { sharpness: number; area: number }): number => cut.sharpness * cut.area;
  const most = Math.max(...cuts.map(worth));
  return cuts.find((cut) => worth(cut) >= 0.9 * most) ?? null;
}

/** Morphological opening with a 3 x 3 square; what lies beyond the frame counts as not set. */
function opened(set: Uint8Array, width: number, height: number): Uint8Array {
  return shifted(shifted(set, width, height, 1), width, height, 0);
}

/** Erosion (`all` = 1) or dilation (0) by the 3 x 3 square, one axis after the other. */
function shifted(set: Uint8Array, width: number, height: number, all: 0 | 1): Uint8Array {
  const rows = new Uint8Array(set.length);
  const output = new Uint8Array(set.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0, i = y * width; x < width; x++, i++) {
      const before = x > 0 ? set[i - 1]! : 0;
      const after = x < width - 1 ? set[i + 1]! : 0;
      rows[i] = all ? before & set[i]! & after : before | set[i]! | after;
    }
  }
  for (let i = 0; i < set.length; i++) {
    const above = i >= width ? rows[i - width]! : 0;
    const below = i + width < set.length ? rows[i + width]! : 0;
    output[i] = all ? above & rows[i]! & below : above | rows[i]! | below;
  }
  return output;
}

/** The largest part and those not much smaller, with everything that they enclose filled. */
function largePartsFilled(set: Uint8Array, width: number, height: number): Uint8Array {
  const parts = findComponents(set, width, height, 4);
  const least = Math.max(1, ...parts.areas) * PART_SHARE;
  const filled = new Uint8Array(set.length);
  for (let i = 0; i < set.length; i++) filled[i] = parts.areas[parts.labels[i]!]! >= least ? 0 : 1;
  const gaps = findComponents(filled, width, height, 4);
  const open = gaps.boxes.map(
    ([left, top, right, bottom]) => left === 0 || top === 0 || right === width - 1 || bottom === height - 1,
  );
  for (let i = 0; i < set.length; i++) filled[i] = gaps.labels[i] === 0 || !open[gaps.labels[i]!] ? 1 : 0;
  return filled;
}

/** Is the outline an edge in the picture, all the way round, and is the background calmer than the edge? */
function judgeOutline(
  lab: Float32Array,
  product: Uint8Array,
  width: number,
  height: number,
): { sharpness: number; confidence: number } {
  const steps: number[] = [];
  const calm: number[] = [];
  for (let y = REACH; y < height - REACH; y++) {
    for (let x = REACH; x < width - REACH; x++) {
      const i = y * width + x;
      const inside = product[i]!;
      if (inside !== product[i + 1]) steps.push(stepAcross(lab, i, 1));
      if (inside !== product[i + width]) steps.push(stepAcross(lab, i, width));
      if (inside || (x & 3) !== 0 || (y & 3) !== 0) continue;
      if (!product[i - REACH] && !product[i + REACH]) calm.push(stepAcross(lab, i, 1));
      if (!product[i - REACH * width] && !product[i + REACH * width]) calm.push(stepAcross(lab, i, width));
    }
  }
  if (steps.length < 16 || calm.length < 64) return { sharpness: 0, confidence: 0 };
  // One very strong stretch must not make up for a missing one: steps count up to 20.
  const sharpness = steps.reduce((sum, value) => sum + Math.min(20, value), 0) / steps.length;
  steps.sort((a, b) => a - b);
  calm.sort((a, b) => a - b);
  const weak = steps[Math.floor(steps.length * 0.25)]!;
  const busy = calm[Math.floor(calm.length * 0.9)]!;
  return { sharpness, confidence: Math.max(0, Math.min(1, (weak - busy) / (weak + busy + 4) + weak / 40)) };
}

/** Largest difference of a Lab channel between the two sides of a pixel, in one direction. */
function stepAcross(lab: Float32Array, i: number, step: number): number {
  const a = (i - (REACH - 1) * step) * 3;
  const b = (i + REACH * step) * 3;
  return Math.max(
    Math.abs(lab[a]! - lab[b]!),
    Math.abs(lab[a + 1]! - lab[b + 1]!),
    Math.abs(lab[a + 2]! - lab[b + 2]!),
  );
}

/**
 * Background seen through the product. Seeds are enclosed parts with the colour of the background around
 * the product, carried inwards,
 * up to `darker` L* below it; each grows (holes are shaded by their walls) to the cut that gives it the
 * sharpest outline, and counts only if that is sharp all round.
 */
function findHoles(
  lab: Float32Array,
  product: Uint8Array,
  difference: Float32Array,
  width: number,
  height: number,
  area: number,
  darker: number,
): Uint8Array {
  const count = width * height;
  const like = opened(likeBackground(difference, product, darker), width, height);
  const holes = new Uint8Array(count);
  if (!like.includes(1)) return holes;
  const distance = barrierDistance(lab, like, width, height);
  for (let i = 0; i < count; i++) if (!product[i]) distance[i] = 1e6;
  const best = new Float32Array(count);
  const near = new Uint8Array(count);
  for (const barrier of [4, 8, 12, 16, 20, 25]) {
    for (let i = 0; i < count; i++) near[i] = distance[i]! < barrier ? 1 : 0;
    const parts = findComponents(opened(near, width, height), width, height, 4);
    const alike = new Uint32Array(parts.areas.length);
    for (let i = 0; i < count; i++) if (like[i]) alike[parts.labels[i]!]!++;
    for (let label = 1; label < parts.areas.length; label++) {
      const size = parts.areas[label]!;
      const [left, top, right, bottom] = parts.boxes[label]!;
      const filled = size / ((right - left + 1) * (bottom - top + 1));
      if (size < area * 0.002 || size > area * 0.15 || filled < 0.66 || alike[label]! < size * 0.25) continue;
      if (left < REACH || top < REACH || right >= width - REACH || bottom >= height - REACH) continue;
      const sharpness = outlineOf(lab, parts.labels, label, parts.boxes[label]!, width);
      if (sharpness < 9) continue;
      let earlier = 0;
      for (let y = top; y <= bottom; y++) {
        for (let x = left; x <= right; x++) {
          const i = y * width + x;
          if (parts.labels[i] === label) earlier = Math.max(earlier, best[i]!);
        }
      }
      if (sharpness < earlier * 0.8) continue;
      for (let y = top; y <= bottom; y++) {
        for (let x = left; x <= right; x++) {
          const i = y * width + x;
          if (parts.labels[i] !== label) continue;
          holes[i] = 1;
          best[i] = Math.max(earlier, sharpness);
        }
      }
    }
  }
  return holes;
}

/** Product pixels that differ from the background by little, or are up to `darker` L* below it. */
function likeBackground(difference: Float32Array, product: Uint8Array, darker: number): Uint8Array {
  const like = new Uint8Array(product.length);
  for (let i = 0, at = 0; i < like.length; i++, at += 3) {
    const l = difference[at]!;
    const near = Math.abs(difference[at + 1]!) <= 4 && Math.abs(difference[at + 2]!) <= 4;
    if (product[i] && near && l <= 9 && l >= -darker) like[i] = 1;
  }
  return like;
}

/** Each pixel's Lab less that of the background around the product, carried inwards by a wide blur. */
function fromBackground(lab: Float32Array, product: Uint8Array, width: number, height: number): Float32Array {
  const count = width * height;
  const outside = new Float32Array(count);
  for (let i = 0; i < count; i++) outside[i] = 1 - product[i]!;
  const radius = Math.max(width, height) / 5;
  const weight = smooth(outside, width, height, radius);
  const plane = new Float32Array(count);
  const difference = new Float32Array(lab.length);
  for (let c = 0; c < 3; c++) {
    for (let i = 0; i < count; i++) plane[i] = outside[i]! * lab[i * 3 + c]!;
    const carried = smooth(plane, width, height, radius);
    for (let i = 0; i < count; i++) {
      difference[i * 3 + c] = lab[i * 3 + c]! - carried[i]! / Math.max(1e-6, weight[i]!);
    }
  }
  return difference;
}

/** Lower quartile of the steps along one part's outline. */
function outlineOf(
  lab: Float32Array,
  labels: Int32Array,
  label: number,
  [left, top, right, bottom]: readonly [number, number, number, number],
  width: number,
): number {
  const steps: number[] = [];
  for (let y = top - 1; y <= bottom; y++) {
    for (let x = left - 1; x <= right; x++) {
      const i = y * width + x;
      const mine = labels[i] === label;
      if (mine !== (labels[i + 1] === label)) steps.push(stepAcross(lab, i, 1));
      if (mine !== (labels[i + width] === label)) steps.push(stepAcross(lab, i, width));
    }
  }
  steps.sort((a, b) => a - b);
  return steps[Math.floor(steps.length * 0.25)] ?? 0;
}
