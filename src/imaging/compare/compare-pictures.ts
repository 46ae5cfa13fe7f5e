import { findRegions } from '#core/annotation/find-regions.ts';
import type { Mask } from '#core/annotation/mask.ts';
import { outlineRegion } from '#core/annotation/outline-region.ts';
import type { Region } from '#core/annotation/region.ts';
import type { Ring } from '#core/annotation/trace-rings.ts';
import { type Area, pixelsOf } from '#imaging/area.ts';
import type { Picture } from '#imaging/picture.ts';
import { type Changes, findExactly } from './find-exactly.ts';
import { findInReRendered, type ReRenderedChanges } from './find-in-re-rendered.ts';
import { findInsideRegion } from './find-inside-region.ts';
import { isPartlyUntouched } from './find-untouched.ts';
import { judge, type Verdict } from './judge.ts';
import { matchShape } from './match-shape.ts';
import { degreesOf, type Motion, scaleOf, STILL } from './motion.ts';

export type CompareOptions = {
  /** Whether the other picture may be shifted, turned or scaled a little; true by default. */
  readonly align?: boolean;
  /** Where the change was asked for: nothing outside is annotated, and what lies outside says what is usual. */
  readonly region?: Area | null;
};

/** One connected part of the change: what every annotation has, and how sure it is (0 to 1). */
export type ChangedRegion = Region & {
  /** One ring in the golden image's pixels that decodes to exactly the region. */
  readonly polygon: Ring;
  readonly confidence: number;
};

export type Alignment = {
  /** Where the golden image's centre is found in the other picture, from its centre; px of the golden image. */
  readonly dx: number;
  readonly dy: number;
  /** Clockwise on the screen. */
  readonly degrees: number;
  /** Beside the difference in size. */
  readonly scale: number;
  /** Typical difference that is left where nothing changed, grey levels. */
  readonly residual: number;
};

export type Comparison = {
  readonly verdict: Verdict;
  /** One sentence: what was found, and where it is no annotation, why. */
  readonly reason: string;
  /** In the golden image's pixels; empty unless something changed (inside the region, where one is given). */
  readonly mask: Mask;
  /** By their first pixel in reading order. */
  readonly regions: ChangedRegion[];
  /** Of the regions, weighted by area; 0 where there is none. */
  readonly confidence: number;
  readonly alignment: Alignment;
  /** True where the pictures were the same outside of the change, byte for byte, and the mask is exact. */
  readonly exact: boolean;
};

/** Specks nearer than this to each other are one region: a scratch that skips, letters of one print. */
const BRIDGE = 2;

/**
 * What visibly changed between a golden image and another picture of the same view. Pure and deterministic.
 * Where the two are the same byte for byte outside of the change, the mask is the changed pixels; else
 * see `findInReRendered`. The other picture may have another size; throws AppError `bad_request` where its
 * proportions differ.
 */
export function comparePictures(
  goldenImage: Picture,
  otherPicture: Picture,
  options: CompareOptions = {},
): Comparison {
  const { golden, other } = matchShape(goldenImage, otherPicture);
  const { width, height } = golden;
  const region = options.region ? pixelsOf(options.region, golden, { left: 0, top: 0, width, height }) : null;
  const exact = isPartlyUntouched(golden, other);
  const found = exact
    ? findInUntouched(golden, other, region, options.align ?? true)
    : findInReRendered(golden, other, { align: options.align ?? true, region });
  const { verdict, reason } = judge(found.mask, region, found.unlike);
  const data = new Uint8Array(width * height);
  if (!found.unlike) {
    for (let i = 0; i < data.length; i++) if (found.mask[i] && (!region || region[i])) data[i] = 255;
  }
  const mask = { width, height, data };
  const regions = findRegions(mask, { bridgeGap: BRIDGE }).map((one) => describe(one, found, width));
  const area = regions.reduce((sum, one) => sum + one.area, 0);
  return {
    verdict,
    reason,
    mask,
    regions,
    confidence: area === 0 ? 0 : regions.reduce((sum, one) => sum + one.area * one.confidence, 0) / area,
    alignment: alignmentOf(found.motion, found.residual),
    exact: exact && found.residual === 0,
  };
}

/** The changed pixels; but where the whole region was drawn anew, what stands out in it. */
function findInUntouched(
  golden: Picture,
  other: Picture,
  region: Uint8Array | null,
  align: boolean,
): ReRenderedChanges {
  const inside = region && findInsideRegion(golden, other, region, align);
  return inside ?? { ...findExactly(golden, other), motion: STILL, residual: 0, unlike: false };
}

function describe(region: Region, { sureness }: Changes, width: number): ChangedRegion {
  const { box, area, data } = region;
  let sum = 0;
  let most = 0;
  for (let y = 0, i = 0; y < box.height; y++) {
    for (let x = 0; x < box.width; x++, i++) {
      if (data[i] === 0) continue;
      const value = sureness[(y + box.y) * width + x + box.x]!;
      sum += value;
      if (value > most) most = value;
    }
  }
  // A part is as sure as its surest pixels, a little less where most of it is doubtful or it is tiny.
  const confidence = (0.75 * most + (0.25 * sum) / area) * (1 - Math.exp(-area / 4));
  return { ...region, polygon: outlineRegion(region).ring, confidence };
}

function alignmentOf(motion: Motion, residual: number): Alignment {
  const { dx, dy } = motion;
  return { dx, dy, degrees: degreesOf(motion), scale: scaleOf(motion), residual };
}
