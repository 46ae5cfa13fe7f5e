import type { PackedRegion } from '../annotation/packed-region.ts';
import type { Papers } from './papers.ts';

export const splitNames = ['train', 'val', 'test'] as const;
export type SplitName = (typeof splitNames)[number];

/** A class keeps its number for ever: COCO's category is `index + 1`, YOLO's class is `index`. */
type DatasetClass = { readonly index: number; readonly name: string; readonly slug: string };

export type DatasetInstance = { readonly classIndex: number; readonly region: PackedRegion };

/** Where a picture comes from. Ends up in the manifest; `null` is "not known" or "does not apply". */
export type Provenance = {
  /**
   * `photo`: a golden photo as it is. `generated`: a defect, or allowed variation, put into one. `uploaded`: a
   * real picture of a defect. `imported`: made by the earlier prototype. `made-from-words`: a golden image that is no photo.
   */
  readonly origin: 'photo' | 'generated' | 'uploaded' | 'imported' | 'made-from-words';
  /** IPTC `digitalsourcetype` code, e.g. `compositeSynthetic`, `digitalCapture`. */
  readonly sourceType: string | null;
  readonly generator: string | null;
  readonly generatorVersion: string | null;
  readonly prompt: string | null;
  /** Of the other defects that were put into the picture, in order. */
  readonly otherPrompts?: readonly string[];
  readonly seed: number | string | null;
  /** The name of the golden photo that the picture shows. */
  readonly golden: string;
  /** What that is; left out: a photo. */
  readonly goldenOrigin?: 'photo' | 'made-from-words';
  readonly verdict: 'approved' | 'unreviewed' | null;
  /** Left out: nothing of it is known. */
  readonly papers?: Papers;
};

export type DatasetImage = {
  /** From 1, unique in the dataset, the same in every format. */
  readonly id: number;
  /** ASCII, no folder, unique without regard to case and extension. */
  readonly fileName: string;
  readonly width: number;
  readonly height: number;
  readonly kind: 'defect' | 'good';
  readonly split: SplitName;
  /**
   * The golden image that the picture was put together from, or is: outside of its instances they are equal, pixel for
   * pixel. An id of `images`, or of `goldens` where that is no picture of the dataset; `null` where there is none.
   */
  readonly goldenId: number | null;
  /** Empty for a good picture, never empty for a defect. */
  readonly instances: readonly DatasetInstance[];
  /** Hex digest of the picture's bytes, where it is known. */
  readonly sha256: string | null;
  readonly provenance: Provenance;
};

/** Its bytes are found like those of a picture. */
export type DatasetGolden = { readonly id: number };

/** All that a writer needs: nothing is asked of a clock, a database or a disk from here on. */
export type Dataset = {
  readonly name: string;
  readonly version: string;
  /** ISO 8601 in UTC. Every date in the files is this one. */
  readonly createdAt: string;
  readonly seed: number | string;
  readonly classes: readonly DatasetClass[];
  /** By id. */
  readonly images: readonly DatasetImage[];
  /** Golden images that are no pictures of the dataset themselves: some formats show what a defect was put into. */
  readonly goldens: readonly DatasetGolden[];
};

/** Made by an algorithm, wholly or in part; golden photos and uploaded pictures are not. */
export function isSynthetic({ provenance: { origin } }: Pick<DatasetImage, 'provenance'>): boolean {
  return origin === 'generated' || origin === 'imported' || origin === 'made-from-words';
}

/** The splits that hold a picture, in the usual order. */
export function usedSplits(dataset: Dataset): SplitName[] {
  const used = new Set(dataset.images.map((image) => image.split));
  return splitNames.filter((split) => used.has(split));
}
