import { cleanMask } from './clean-mask.ts';
import { findChanges } from './find-changes.ts';
import type { Changes } from './find-exactly.ts';
import { holdsTones } from './holds-tones.ts';
import type { Motion } from './motion.ts';
import { nthSmallest } from '#imaging/nth-smallest.ts';
import { lumaOf, type Planes } from './planes.ts';
import { fitModel, predict, type Source } from './predict.ts';
import { structureOf } from './structure.ts';
import { warp } from './warp.ts';
import { differenceOf, whiten } from './whiten.ts';

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

export type AlignedChanges = Changes & {
  /** Typical difference that motion, light, tone and sharpness leave over, grey levels. */
  readonly residual: number;
  /** The other picture does not follow from the golden image at all. */
  readonly unlike: boolean;
};

/** What changed between two pictures of one size, of which it is known how the other lies; `inside` holds 1 where the change is expected. */
export function findAligned(
  source: Source,
  other: Planes,
  motion: Motion,
  inside: Uint8Array | null,
): AlignedChanges {
  const { width, height } = source.planes;
  const { planes: moved, seen } = warp(other, motion);
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
  const sureness = new Float32Array(mask.length);
  for (let i = 0; i < mask.length; i++) {
    if (mask[i]) sureness[i] = 1 - 0.5 * Math.exp(1.5 * (1 - Math.max(1, found.excess[i]!)));
  }
  return { mask, sureness, residual, unlike: residual > UNLIKE * variation && residual > UNLIKE_LEVELS };
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
  const sizes = new Float32Array(Math.ceil(field.length / stride));
  let held = 0;
  for (let i = 0; i < field.length; i += stride) if (counts[i]) sizes[held++] = Math.abs(field[i]! - centre);
  return held === 0 ? 0 : nthSmallest(sizes.subarray(0, held), held >> 1);
}
