import type { Box } from '../annotation/mask.ts';
import { createDisjointSets } from './disjoint-sets.ts';
import { type Fingerprint, fingerprintBits } from './fingerprint.ts';
import { fingerprintWords } from './fingerprint-table.ts';

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
 * alike, and so does the picture around it. About 200 bytes are held for each mark, whatever is compared.
 */
export function linkNearDuplicates(pictures: Iterable<ComparedPicture>): number[] {
  const looks = gatherLooks(pictures);
  const sets = createDisjointSets(looks.pictures);
  // A band at a time: which look had the same digits last, and before that one which.
  const previous = new Int32Array(looks.count);
  const newest = new Int32Array(looks.buckets);
  for (let nth = 0; nth < bands; nth++) {
    newest.fill(-1);
    for (let look = 0; look < looks.count; look++) {
      const bucket = looks.bucketOf(look, nth);
      const last = newest[bucket]!;
      previous[look] = last;
      newest[bucket] = look;
      let compared = 0;
      for (let other = last; other >= 0 && compared < mostCompared; other = previous[other]!) {
        compared++;
        const [one, two] = [looks.pictureOf(other), looks.pictureOf(look)];
        if (sets.root(one) !== sets.root(two) && looks.isNear(other, look)) sets.join(one, two);
      }
    }
  }
  return Array.from({ length: looks.pictures }, (_, index) => sets.root(index));
}

type Looks = {
  readonly pictures: number;
  /** Marks, and good pictures as a whole. */
  readonly count: number;
  pictureOf(look: number): number;
  /** Numbers below this are given by `bucketOf`: 4,096 for each class. */
  readonly buckets: number;
  /** The same for looks of one class whose digits in that band are the same. */
  bucketOf(look: number, band: number): number;
  isNear(one: number, other: number): boolean;
};

const wordsOfLook = fingerprintBits / 32;
/** Class of a good picture as a whole. */
const whole = -1;

/** What is compared, as numbers. */
function gatherLooks(pictures: Iterable<ComparedPicture>): Looks {
  const owners: number[] = [];
  const classes: number[] = [];
  const words: number[] = [];
  /** Left, top, width and height as parts of the picture. */
  const places: number[] = [];
  /** By picture. */
  const surroundings: number[] = [];
  const goldens: number[] = [];
  const goldenNumbers = new Map<string, number>();
  const push = (owner: number, classIndex: number, bits: string, place: Box): void => {
    owners.push(owner);
    classes.push(classIndex);
    words.push(...fingerprintWords(bits));
    places.push(place.x, place.y, place.width, place.height);
  };
  for (const { goldenKey, instances, fingerprint, ...size } of pictures) {
    const index = goldens.length;
    const golden = goldenNumbers.get(goldenKey) ?? goldenNumbers.size;
    goldenNumbers.set(goldenKey, golden);
    goldens.push(golden);
    surroundings.push(...(fingerprint === null ? nothing : fingerprintWords(fingerprint.picture)));
    if (fingerprint === null) continue;
    if (instances.length === 0) push(index, whole, fingerprint.picture, { x: 0, y: 0, width: 1, height: 1 });
    for (const [nth, { classIndex, region }] of instances.entries()) {
      const bits = fingerprint.marks[nth];
      if (bits !== undefined) push(index, classIndex, bits, partOf(region.box, size));
    }
  }
  const placeOf = (look: number): Box => {
    const [x, y, width, height] = places.slice(look * 4, look * 4 + 4) as [number, number, number, number];
    return { x, y, width, height };
  };
  const isFar = (of: readonly number[], one: number, other: number): boolean => {
    let distance = 0;
    for (let nth = 0; nth < wordsOfLook; nth++) {
      let differ = (of[one * wordsOfLook + nth]! ^ of[other * wordsOfLook + nth]!) >>> 0;
      for (; differ !== 0; differ &= differ - 1) distance++;
    }
    return distance > nearBits;
  };
  return {
    pictures: goldens.length,
    count: owners.length,
    buckets: (classes.reduce((most, index) => Math.max(most, index), whole) + 2) * 16 ** bandDigits,
    pictureOf: (look) => owners[look]!,
    bucketOf(look, band) {
      let value = classes[look]! + 1;
      for (let digit = band * bandDigits; digit < (band + 1) * bandDigits; digit++) {
        const word = words[look * wordsOfLook + (digit >> 3)]!;
        value = value * 16 + ((word >>> (28 - 4 * (digit & 7))) & 15);
      }
      return value;
    },
    isNear(one, other) {
      if (overlap(placeOf(one), placeOf(other)) < samePlace || isFar(words, one, other)) return false;
      const [a, b] = [owners[one]!, owners[other]!];
      return classes[one] === whole || goldens[a] === goldens[b] || !isFar(surroundings, a, b);
    },
  };
}

const nothing: readonly number[] = Array.from({ length: wordsOfLook }, () => 0);

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
