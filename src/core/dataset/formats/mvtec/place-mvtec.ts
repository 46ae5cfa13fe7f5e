import type { Dataset, DatasetImage } from '#core/dataset/dataset.ts';
import { slugify, uniqueSlug } from '#core/dataset/slug.ts';

/** `test/combined`, as in MVTec's own categories: pictures with several kinds of defects. */
const combined = 'combined';

export type MvtecPlace = {
  readonly side: 'train' | 'test';
  /** Below `mvtec/`. */
  readonly path: string;
  /** Below `mvtec/`; a good picture has none. */
  readonly maskPath: string | null;
};

/**
 * Where each picture lies. Only good pictures are trained on, so every defect is in `test`, whatever its split; good
 * ones of `train` are trained on, and the others are tested. Should that leave one side empty, the last one changes over.
 *
 * Pictures and masks are paired by their order, so names are numbers of one length, and not those of the other
 * formats: `a_mask.png` and `a1_mask.png` sort the other way round than `a.png` and `a1.png`.
 */
export function placeMvtec(dataset: Dataset): (image: DatasetImage) => MvtecPlace {
  const category = slugify(dataset.name, 'product');
  const digits = Math.max(3, String(dataset.images.at(-1)?.id ?? 0).length);
  const taken = new Set(['good', combined]);
  const folders = dataset.classes.map(({ slug }) => uniqueSlug(slug, taken, 'defect'));
  const trained = trainedOn(dataset);
  return (image) => {
    const name = String(image.id).padStart(digits, '0');
    if (image.kind === 'good') {
      const side = trained.has(image.id) ? 'train' : 'test';
      return { side, path: `${category}/${side}/good/${name}.${extensionOf(image)}`, maskPath: null };
    }
    const kinds = new Set(image.instances.map(({ classIndex }) => classIndex));
    const [first] = kinds;
    const folder = kinds.size > 1 ? combined : folders[first!]!;
    return {
      side: 'test',
      path: `${category}/test/${folder}/${name}.${extensionOf(image)}`,
      maskPath: `${category}/ground_truth/${folder}/${name}_mask.png`,
    };
  };
}

function trainedOn({ images }: Dataset): Set<number> {
  const good = images.filter(({ kind }) => kind === 'good');
  const train = good.filter(({ split }) => split === 'train');
  const test = good.filter(({ split }) => split !== 'train');
  if (train.length === 0) train.push(...test.slice(0, Math.max(1, test.length - 1)));
  else if (test.length === 0 && train.length > 1) train.pop();
  return new Set(train.map(({ id }) => id));
}

function extensionOf({ fileName }: DatasetImage): string {
  return fileName.slice(fileName.lastIndexOf('.') + 1);
}
