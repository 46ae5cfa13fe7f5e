import { lightnessOf, writeLab } from '#imaging/colour.ts';
import { findComponents, largestArea } from '#imaging/components.ts';
import { barrierDistance } from './barrier.ts';
import { findHoles } from './holes.ts';
import { opened } from './opening.ts';
import { quantile } from './quantile.ts';
import { boxMean } from './smooth.ts';
import { REACH, stepAcross } from './step.ts';
import { trimRim } from './trim-rim.ts';
import type { Reduced } from './reduce.ts';

/** Where the product is, on the reduced grid. */
export type Foreground = {
  /** 1 = product. */
  readonly product: Uint8Array;
  /** 1 = the background seen through the product (bolt holes, bores), a subset of what is not product. */
  readonly holes: Uint8Array;
  /** 1 = product that may be background after all; marks avoid it. */
  readonly doubtful: Uint8Array;
  /** 0-1; under `TRUSTED` the whole frame is taken for product, as for fabric or steel strip. */
  readonly confidence: number;
  readonly wholeFrame: boolean;
};

const TRUSTED = 0.35;
/** Where the barrier may end the background, L*a*b* units. */
const CUTS = [3.5, 5, 7, 10, 14, 20];
/** A part of this share of the largest one is product too (a cap beyond a glass neck). */
const PART_SHARE = 0.1;

/** Separates product from background by how hard it is to get there from the picture's border. */
export function findForeground(reduced: Reduced): Foreground {
  const { width, height } = reduced;
  const count = width * height;
  const whole: Foreground = {
    product: new Uint8Array(count).fill(1),
    holes: new Uint8Array(count),
    doubtful: new Uint8Array(count),
    confidence: 0,
    wholeFrame: true,
  };
  if (Math.min(width, height) < 24) return whole;
  const lab = blurredLab(reduced);
  const seeds = borderSeeds(lab, width, height);
  const distance = barrierDistance(lab, seeds, width, height, Math.max(...CUTS) + 1);
  const cut = bestCut(lab, distance, width, height);
  if (!cut || cut.confidence < TRUSTED) return { ...whole, confidence: cut?.confidence ?? 0 };
  const { area, confidence } = cut;
  trimRim(lab, cut.product, width, height);
  const product = largePartsFilled(opened(cut.product, width, height), width, height);
  const { holes, doubtful } = findHoles(lab, product, width, height, area);
  for (let i = 0; i < count; i++) if (holes[i]) product[i] = 0;
  return { product, holes, doubtful, confidence, wholeFrame: false };
}

function blurredLab(reduced: Reduced): Float32Array {
  const { width, height, rgb } = reduced;
  const lab = new Float32Array(rgb.length);
  // A grey photo has no colour to follow: a third of the work, which is most of a small photo's analysis.
  const grey = isGrey(rgb);
  if (grey) for (let at = 0; at < rgb.length; at += 3) lab[at] = lightnessOf(rgb[at]!);
  else for (let at = 0; at < rgb.length; at += 3) writeLab(rgb[at]!, rgb[at + 1]!, rgb[at + 2]!, lab, at);
  const plane = new Float32Array(width * height);
  for (let c = 0; c < (grey ? 1 : 3); c++) {
    for (let i = 0; i < plane.length; i++) plane[i] = lab[i * 3 + c]!;
    const mean = boxMean(plane, width, height, 1);
    for (let i = 0; i < plane.length; i++) lab[i * 3 + c] = mean[i]!;
  }
  return lab;
}

function isGrey(rgb: Float32Array): boolean {
  for (let at = 0; at < rgb.length; at += 3) {
    if (rgb[at] !== rgb[at + 1] || rgb[at] !== rgb[at + 2]) return false;
  }
  return true;
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
  const step = Math.max(1, reach >> 4);
  const window = new Float64Array(Math.floor((2 * reach) / step) + 1);
  for (let k = 0; k < ring.length; k++) {
    let differs = 0;
    for (let c = 0; c < 3; c++) {
      for (let n = 0; n < window.length; n++) {
        window[n] = lab[ring[(k - reach + n * step + ring.length) % ring.length]! * 3 + c]!;
      }
      differs = Math.max(differs, Math.abs(lab[ring[k]! * 3 + c]! - quantile(window, 0.5)!));
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
  for (const barrier of CUTS) {
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

/** The largest part and those not much smaller, with everything that they enclose filled. */
function largePartsFilled(set: Uint8Array, width: number, height: number): Uint8Array {
  const parts = findComponents(set, width, height, 4);
  const least = Math.max(1, largestArea(parts)) * PART_SHARE;
  const filled = new Uint8Array(set.length);
  const kept = Uint8Array.from(parts.areas, (area) => (area >= least ? 0 : 1));
  for (let i = 0; i < set.length; i++) filled[i] = kept[parts.labels[i]!]!;
  const gaps = findComponents(filled, width, height, 4);
  const enclosed = Uint8Array.from(gaps.boxes, ([left, top, right, bottom], label) =>
    label === 0 || (left > 0 && top > 0 && right < width - 1 && bottom < height - 1) ? 1 : 0,
  );
  for (let i = 0; i < set.length; i++) filled[i] = enclosed[gaps.labels[i]!]!;
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
  let sum = 0;
  for (const value of steps) sum += Math.min(20, value);
  const sharpness = sum / steps.length;
  const weak = quantile(new Float64Array(steps), 0.25)!;
  const busy = quantile(new Float64Array(calm), 0.9)!;
  return { sharpness, confidence: Math.max(0, Math.min(1, (weak - busy) / (weak + busy + 4) + weak / 40)) };
}
