import { outlineRegion } from '../annotation/outline-region.ts';
import { unpackRegion } from '../annotation/packed-region.ts';
import { compressCounts, encodeRunLength } from '../annotation/run-length.ts';
import {
  type Dataset,
  type DatasetImage,
  type DatasetInstance,
  isSynthetic,
  type SplitName,
} from './dataset.ts';

export type CocoOptions = {
  /** `polygon`: one ring per instance, which every reader takes. `rle`: smaller, but not for every trainer. */
  readonly segmentation?: 'polygon' | 'rle';
  /** Fewer points per polygon; what it decodes to then overlaps the mask by at least 0.98 (IoU). */
  readonly simplify?: boolean;
};

/**
 * One split's `instances_*.json` in pieces (the whole may be longer than a string can be).
 *
 * Ids count through all splits, so that files can be merged, and annotations start at 1: COCO's own
 * evaluation takes an annotation with id 0 for "not matched". Categories are the same in every split.
 * `bbox` is the tight box and `area` the number of pixels of the mask.
 */
export function* cocoInstances(
  dataset: Dataset,
  split: SplitName,
  options: CocoOptions = {},
): Generator<string> {
  const date = new Date(dataset.createdAt).toISOString();
  const info = {
    description:
      `${dataset.name}: pictures of defects for visual inspection. Synthetic data: the defects were put into ` +
      'photos of good parts; images marked "synthetic": false are real.',
    version: dataset.version,
    year: Number(date.slice(0, 4)),
    contributor: 'Red Rabbit',
    url: '',
    date_created: date,
  };
  const licenses = [{ id: 1, name: 'As agreed with the owner of the photos', url: '' }];
  const categories = dataset.classes.map(({ index, name }) => ({
    id: index + 1,
    name,
    supercategory: 'defect',
  }));
  yield `{"info":${JSON.stringify(info)},\n"licenses":${JSON.stringify(licenses)},\n`;
  yield `"categories":${JSON.stringify(categories)},\n"images":[`;

  const images = dataset.images.filter((image) => image.split === split);
  let separator = '\n';
  for (const image of images) {
    yield separator + JSON.stringify(describeImage(image, date));
    separator = ',\n';
  }
  yield '\n],\n"annotations":[';
  separator = '\n';
  let id = 1;
  for (const image of dataset.images) {
    for (const instance of image.instances) {
      if (image.split === split) {
        yield separator + JSON.stringify(describeInstance(id, image, instance, options));
        separator = ',\n';
      }
      id++;
    }
  }
  yield '\n]}\n';
}

function describeImage(image: DatasetImage, date: string): object {
  return {
    id: image.id,
    // Relative to the split's image folder: most readers join one root with it.
    file_name: image.fileName,
    width: image.width,
    height: image.height,
    license: 1,
    date_captured: date,
    synthetic: isSynthetic(image),
    source_type: image.provenance.sourceType,
  };
}

function describeInstance(
  id: number,
  image: DatasetImage,
  { classIndex, region }: DatasetInstance,
  { segmentation, simplify }: CocoOptions,
): object {
  const { box, area } = region;
  const full = unpackRegion(region);
  const head = { id, image_id: image.id, category_id: classIndex + 1 };
  const tail = { area, bbox: [box.x, box.y, box.width, box.height], iscrowd: 0 };
  if (segmentation === 'rle') {
    const { size, counts } = encodeRunLength(full, image.width, image.height);
    return { ...head, segmentation: { size, counts: compressCounts(counts) }, ...tail };
  }
  return { ...head, segmentation: [outlineRegion(full, { simplify }).ring], ...tail };
}
