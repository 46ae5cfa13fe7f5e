import { AppError } from '../app-error.ts';
import type { PackedRegion } from '../annotation/packed-region.ts';
import type { Dataset, DatasetImage, Provenance } from './dataset.ts';
import { dealPictures, type SplitWishes } from './deal-pictures.ts';
import { slugify, uniqueSlug } from './slug.ts';
import type { SplitReport } from './split-report.ts';
import type { SplitRatios } from './split-ratios.ts';

/** One picture as a caller knows it, before numbers, names and splits. */
export type DatasetPicture = {
  /** What the caller finds the picture's bytes by; unique. */
  readonly key: string;
  /** Becomes the beginning of the file name, e.g. `bracket scratch`. */
  readonly label: string;
  readonly extension: 'png' | 'jpg' | 'webp';
  readonly width: number;
  readonly height: number;
  readonly kind: 'defect' | 'good';
  readonly instances: readonly { readonly classIndex: number; readonly region: PackedRegion }[];
  /** The `key` that the golden image is found by, whether or not it is one of the pictures. */
  readonly goldenKey: string;
  /** The line of prompts that it was made by. */
  readonly promptKey?: string;
  /** Shared with pictures of the same seed. */
  readonly lineageKeys?: readonly string[];
  readonly sha256?: string | null;
  readonly provenance: Provenance;
};

export type DatasetRequest = SplitWishes & {
  readonly name: string;
  readonly version: string;
  readonly createdAt: string;
  readonly seed: number | string;
  /** By class index. */
  readonly classNames: readonly string[];
  readonly pictures: readonly DatasetPicture[];
  readonly ratios: SplitRatios;
};

export type AssembledDataset = {
  readonly dataset: Dataset;
  /** From the id of an image, or of a golden image beside them, to the caller's `key`. */
  readonly keys: ReadonlyMap<number, string>;
  readonly split: SplitReport;
  /** Ids of pictures that look alike, two or more each. */
  readonly nearDuplicates: readonly (readonly number[])[];
  /** Pictures that are left out, and why. */
  readonly skipped: readonly { readonly key: string; readonly reason: string }[];
};

/**
 * Numbers, names and deals out pictures in the order given. A defect without a marked pixel is left out:
 * every trainer would read it as a good part. Throws when nothing is left.
 */
export function assembleDataset(request: DatasetRequest): AssembledDataset {
  const { name, version, createdAt, seed } = request;
  const skipped: { key: string; reason: string }[] = [];
  const pictures = request.pictures.filter((picture) => {
    if (isUsable(picture)) return true;
    skipped.push({ key: picture.key, reason: 'No defect is marked in it.' });
    return false;
  });
  if (pictures.length === 0) {
    throw new AppError(
      'not_ready',
      'There is no picture to export. Approve some, or include unreviewed ones.',
    );
  }
  const { splits, report, nearSets } = dealPictures(pictures, request);
  const isHolding = (request.holdOut ?? []).length > 0;
  if (isHolding && report.splits.train.images === 0) {
    throw new AppError(
      'bad_request',
      'All pictures are held out, and nothing is left to train on. Hold out less.',
    );
  }
  const goldens = nameGoldens(pictures);
  const digits = Math.max(4, String(pictures.length).length);
  const images = pictures.map((picture, index): DatasetImage => {
    const id = index + 1;
    const { width, height, kind, instances, sha256, provenance, extension } = picture;
    // The number makes the name unique, and the slug leaves room for it.
    const stem = `${slugify(picture.label, 'picture').slice(0, 60)}-${String(id).padStart(digits, '0')}`;
    const split = splits.get(id)!;
    const fileName = `${stem.replace(/-+/g, '-')}.${extension}`;
    return {
      id,
      fileName,
      width,
      height,
      kind,
      split,
      goldenId: goldens.ofImage.get(id) ?? null,
      instances,
      sha256: sha256 ?? null,
      provenance,
    };
  });
  const taken = new Set<string>();
  const classes = request.classNames.map((className, index) => ({
    index,
    name: className,
    slug: uniqueSlug(className, taken, 'defect'),
  }));
  return {
    dataset: {
      name,
      version,
      createdAt,
      seed,
      classes,
      images,
      goldens: Array.from(goldens.others.keys(), (id) => ({ id })),
    },
    keys: new Map([
      ...pictures.map(({ key }, index): [number, string] => [index + 1, key]),
      ...goldens.others,
    ]),
    split: report,
    nearDuplicates: [...Map.groupBy(nearSets.keys(), (index) => nearSets[index]!).values()]
      .filter((set) => set.length > 1)
      .map((set) => set.map((index) => index + 1)),
    skipped,
  };
}

/** A defect without a marked pixel is not. */
export function isUsable({ kind, instances }: DatasetPicture): boolean {
  return kind === 'good' || instances.length > 0;
}

/** Which golden image each picture was put together from, or is; those that are no pictures get numbers after them. */
function nameGoldens(pictures: readonly DatasetPicture[]): {
  ofImage: Map<number, number>;
  others: Map<number, string>;
} {
  const ids = new Map(pictures.map(({ key }, index) => [key, index + 1]));
  const ofImage = new Map<number, number>();
  const others = new Map<number, string>();
  for (const [index, { key, goldenKey, provenance }] of pictures.entries()) {
    // An uploaded picture is another photo: nothing says that it fits its golden image, pixel for pixel.
    if (key !== goldenKey && provenance.origin !== 'generated') continue;
    const id = ids.get(goldenKey) ?? pictures.length + others.size + 1;
    if (!ids.has(goldenKey)) others.set(id, goldenKey);
    ids.set(goldenKey, id);
    ofImage.set(index + 1, id);
  }
  return { ofImage, others };
}
