import type { Box } from '../annotation/mask.ts';
import { createDisjointSets } from './disjoint-sets.ts';
import { type Fingerprint, fingerprintBits, fingerprintDistance } from './fingerprint.ts';

/** What is compared of a picture. */
export type ComparedPicture = {
  readonly width: number;
  readonly height: number;
  /** Pictures of one golden image are equal but for their marks. */
  readonly goldenKey: string;
  /** Empty for a good picture. */
  readonly instances: readonly { readonly classIndex: number; readonly region: { readonly box: Box } }[];
  /** `null` where the picture could not be read. */
  readonly fingerprint: Fingerprint | null;
};

/**
 * Bits of 256 in which near-duplicates differ at most; fewer than there are bands, so that one band is equal. Measured on
 * thumbnails: photos saved as JPEG of quality 60, or made smaller and darker, differ in 6 to 19; different marks of one class
 * that the renderer drew in the same place, in 40 and more; different photos in 107 and more.
 */
export const nearBits = 20;
const bandDigits = 3;
const bands = Math.floor(fingerprintBits / 4 / bandDigits);
/** Overlap of two marks' boxes, as parts of their pictures, from which on they are in the same place. */
const samePlace = 0.5;
/** Of those that share a band, so many are looked at: where nearly all are alike, they have found each other before. */
const mostCompared = 64;

/**
 * A number for each picture, the same for near-duplicates, and for those that are linked by others. Good pictures are
 * near-duplicates when they look alike; others when a mark of the same class is in the same place and looks
 * alike, and so does the picture around it.
 */
export function linkNearDuplicates(pictures: readonly ComparedPicture[]): number[] {
  const sets = createDisjointSets(pictures.length);
  const buckets = new Map<string, Look[]>();
  for (const [index, picture] of pictures.entries()) {
    for (const look of looksOf(picture, index)) {
      for (let nth = 0; nth < bands; nth++) {
        const band = `${look.classIndex} ${nth} ${look.bits.slice(nth * bandDigits, (nth + 1) * bandDigits)}`;
        const others = buckets.get(band) ?? [];
        if (others.length === 0) buckets.set(band, others);
        for (const other of others.slice(-mostCompared)) {
          if (sets.root(other.index) === sets.root(index)) continue;
          if (isNear(look, other, picture, pictures[other.index]!)) sets.join(other.index, index);
        }
        others.push(look);
      }
    }
  }
  return pictures.map((_, index) => sets.root(index));
}

/** A mark, or a good picture as a whole: class -1. */
type Look = {
  readonly index: number;
  readonly classIndex: number;
  readonly bits: string;
  /** As parts of the picture. */
  readonly place: Box;
};

function looksOf({ instances, fingerprint, ...size }: ComparedPicture, index: number): Look[] {
  if (fingerprint === null) return [];
  if (instances.length === 0) {
    const place = { x: 0, y: 0, width: 1, height: 1 };
    return [{ index, classIndex: -1, bits: fingerprint.picture, place }];
  }
  return instances.flatMap(({ classIndex, region: { box } }, nth) => {
    const bits = fingerprint.marks[nth];
    return bits === undefined ? [] : [{ index, classIndex, bits, place: partOf(box, size) }];
  });
}

function isNear(a: Look, b: Look, one: ComparedPicture, other: ComparedPicture): boolean {
  if (overlap(a.place, b.place) < samePlace) return false;
  if (fingerprintDistance(a.bits, b.bits) > nearBits) return false;
  if (a.classIndex === -1 || one.goldenKey === other.goldenKey) return true;
  return fingerprintDistance(one.fingerprint!.picture, other.fingerprint!.picture) <= nearBits;
}

function partOf(box: Box, { width, height }: Pick<ComparedPicture, 'width' | 'height'>): Box {
  return { x: box.x / width, y: box.y / height, width: box.width / width, height: box.height / height };
}

/** Intersection over union. */
function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const both = width * height;
  return both / (a.width * a.height + b.width * b.height - both);
}
