import type { Picture } from '#imaging/picture.ts';
import { align } from './align.ts';
import { cleanMask } from './clean-mask.ts';
import type { Changes } from './find-exactly.ts';
import { findChanges } from './find-changes.ts';
import { enlarge, type Motion, STILL } from './motion.ts';
import { lumaOf, planesOf } from './planes.ts';
import { holdsTones } from './holds-tones.ts';
import { fitModel, predict, prepareSource } from './predict.ts';
import { structureOf } from './structure.ts';
import { warp } from './warp.ts';
import { differenceOf, whiten } from './whiten.ts';

/** Larger pictures are compared at this size and their masks enlarged. */
const WORK_PIXELS = 1_300_000;
/** How rare a chance find has to be, in natural logarithms, where nothing is known and where the region is. */
const CAUTION = 7;
const CAUTION_INSIDE = 5;
/** Outside of a known region a find has to be this much stronger than it would have to be inside. */
const STRONGER_OUTSIDE = 1.25;
/**
 * With less of the picture than this outside of the region, or other tones than inside (a product on white),
 * light and tone are read from all of it.
 */
const ENOUGH_OUTSIDE = 0.25;
/**
 * With more than this outside, what is usual is read from all of it too: a region has edges like no other
 * place, and the medians over tiles bear what changed in a few of them.
 */
const MOSTLY_OUTSIDE = 0.7;
/** More than this share of a picture's own variation unexplained, and this many grey levels: another picture. */
const UNLIKE = 0.6;
const UNLIKE_LEVELS = 8;

export type ReRenderedChanges = Changes & {
  /** Full-size pixels. */
  readonly motion: Motion;
  /** Typical difference that motion, light, tone and sharpness leave over, grey levels. */
  readonly residual: number;
  /** The other picture does not follow from the golden image at all. */
  readonly unlike: boolean;
};

/**
 * What changed although everything did a little: the other picture was shifted, turned, recoloured, resampled
 * or compressed. The golden image is turned into what the other would be without the change, and what is
 * left over is weighed against what is left over at places like it. Both pictures have one size and
 * the same channels; `region` holds 1 where the change is expected, at full size.
 */
export function findInReRendered(
  golden: Picture,
  other: Picture,
  options: { align: boolean; region: Uint8Array | null },
): ReRenderedChanges {
  const { channels } = golden;
  const scale = Math.min(1, Math.sqrt(WORK_PIXELS / (golden.width * golden.height)));
  const width = Math.max(2, Math.round(golden.width * scale));
  const height = Math.max(2, Math.round(golden.height * scale));
  const source = prepareSource(planesOf(golden, width, height, channels));
  const still = planesOf(other, width, height, channels);
  const motion = options.align ? align(lumaOf(source.planes), lumaOf(still), width, height) : STILL;
  const { planes: moved, seen } = warp(still, motion);
  const inside = options.region && shrink(options.region, golden, width, height);
  const outside = inside ? seen.map((value, i) => (value && !inside[i] ? 1 : 0)) : seen;
  const share = shareOf(outside);
  const known = share >= ENOUGH_OUTSIDE && holdsTones(lumaOf(source.planes), outside);
  const fitted = known ? outside : seen;
  const counts = share >= MOSTLY_OUTSIDE ? seen : fitted;
  const predicted = predict(source, fitModel(source, moved, fitted));
  const differences = differenceOf(predicted, moved);
  const structure = structureOf(source.planes, source.steepness);
  const whitened = whiten(differences, structure, counts, width, height);
  const found = findChanges({
    whitened,
    structure,
    seen,
    counts,
    width,
    height,
    caution: inside ? CAUTION_INSIDE : CAUTION,
  });
  const mask = cleanMask(found, inside, STRONGER_OUTSIDE, width, height);
  const residual = typicalSize(differences[0]!, counts, 0);
  const luma = lumaOf(moved);
  const variation = typicalSize(luma, counts, meanOf(luma, counts));
  return {
    ...enlargeChanges(mask, found.excess, width, height, golden),
    motion: enlarge(motion, 1 / scale),
    residual,
    unlike: residual > UNLIKE * variation && residual > UNLIKE_LEVELS,
  };
}

function shrink(region: Uint8Array, full: Picture, width: number, height: number): Uint8Array {
  if (width === full.width && height === full.height) return region;
  const out = new Uint8Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    const row = Math.floor(((y + 0.5) * full.height) / height) * full.width;
    for (let x = 0; x < width; x++, i++) out[i] = region[row + Math.floor(((x + 0.5) * full.width) / width)]!;
  }
  return out;
}

/** To full size: where the mask, interpolated between pixel centres, is at least a half. */
function enlargeChanges(
  mask: Uint8Array,
  excess: Float32Array,
  width: number,
  height: number,
  full: Picture,
): Changes {
  const sure = (i: number): number => (mask[i] ? 1 - 0.5 * Math.exp(1.5 * (1 - Math.max(1, excess[i]!))) : 0);
  if (width === full.width && height === full.height) {
    const sureness = new Float32Array(mask.length);
    for (let i = 0; i < mask.length; i++) if (mask[i]) sureness[i] = sure(i);
    return { mask, sureness };
  }
  const out = new Uint8Array(full.width * full.height);
  const sureness = new Float32Array(out.length);
  for (let y = 0, i = 0; y < full.height; y++) {
    const v = Math.max(0, Math.min(height - 1, ((y + 0.5) * height) / full.height - 0.5));
    const top = Math.min(height - 2, Math.floor(v)) * width;
    const t = v - Math.min(height - 2, Math.floor(v));
    for (let x = 0; x < full.width; x++, i++) {
      const u = Math.max(0, Math.min(width - 1, ((x + 0.5) * width) / full.width - 0.5));
      const left = Math.min(width - 2, Math.floor(u));
      const s = u - left;
      const at = top + left;
      const upper = mask[at]! + s * (mask[at + 1]! - mask[at]!);
      const lower = mask[at + width]! + s * (mask[at + width + 1]! - mask[at + width]!);
      if (upper + t * (lower - upper) < 0.5) continue;
      out[i] = 1;
      sureness[i] = Math.max(sure(at), sure(at + 1), sure(at + width), sure(at + width + 1));
    }
  }
  return { mask: out, sureness };
}

function shareOf(mask: Uint8Array): number {
  let held = 0;
  for (let i = 0; i < mask.length; i++) if (mask[i]) held++;
  return held / mask.length;
}

function meanOf(field: Float32Array, counts: Uint8Array): number {
  let sum = 0;
  let held = 0;
  for (let i = 0; i < field.length; i++) {
    if (!counts[i]) continue;
    sum += field[i]!;
    held++;
  }
  return held === 0 ? 0 : sum / held;
}

/** Median distance from `centre`, of a sample. */
function typicalSize(field: Float32Array, counts: Uint8Array, centre: number): number {
  const stride = Math.max(1, Math.floor(field.length / 40_000));
  const sizes: number[] = [];
  for (let i = 0; i < field.length; i += stride) if (counts[i]) sizes.push(Math.abs(field[i]! - centre));
  return Float32Array.from(sizes).sort()[sizes.length >> 1] ?? 0;
}
