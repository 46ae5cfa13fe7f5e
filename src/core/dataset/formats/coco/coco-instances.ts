import { findRegions } from '#core/annotation/find-regions.ts';
import { outlineRegion } from '#core/annotation/outline-region.ts';
import { unpackRegion } from '#core/annotation/packed-region.ts';
import type { Region } from '#core/annotation/region.ts';
import { compressCounts, encodeRunLength } from '#core/annotation/run-length.ts';
import type { Ring } from '#core/annotation/trace-rings.ts';
import {
  type Dataset,
  type DatasetImage,
  type DatasetInstance,
  isSynthetic,
  type SplitName,
} from '#core/dataset/dataset.ts';
import type { FormatOptions } from '#core/dataset/format-options.ts';

export type CocoOptions = Pick<FormatOptions, 'outlines' | 'cocoSegmentation'>;

/**
 * One split's `instances_*.json` in pieces (the whole may be longer than a string can be).
 *
 * Ids count through all splits, so that files can be merged, and annotations start at 1: COCO's own
 * evaluation takes an annotation with id 0 for "not matched". Categories are the same in every split.
 * `bbox` is the tight box and `area` the number of pixels of the mask.
 */
export function* cocoInstances(dataset: Dataset, split: SplitName, options: CocoOptions): Generator<string> {
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
  { id: imageId, width, height }: DatasetImage,
  { classIndex, region }: DatasetInstance,
  options: CocoOptions,
): object {
  const { box, area } = region;
  return {
    id,
    image_id: imageId,
    category_id: classIndex + 1,
    segmentation: segment(unpackRegion(region), { width, height }, options),
    area,
    bbox: [box.x, box.y, box.width, box.height],
    iscrowd: 0,
  };
}

function segment(
  region: Region,
  { width, height }: { width: number; height: number },
  { cocoSegmentation, outlines }: CocoOptions,
): readonly Ring[] | object {
  const simplify = outlines === 'simplified';
  switch (cocoSegmentation) {
    case 'ring':
      return [outlineRegion(region, { simplify }).ring];
    case 'polygons':
      return partsOf(region).map((part) => outlineRegion(part, { simplify }).ring);
    case 'rle': {
      const { size, counts } = encodeRunLength(region, width, height);
      return { size, counts: compressCounts(counts) };
    }
    case 'rle-counts':
      return encodeRunLength(region, width, height);
  }
}

/** What hangs together. Readers unite the polygons of an instance, so holes stay keyholes. */
function partsOf({ box, data }: Region): Region[] {
  return findRegions({ width: box.width, height: box.height, data }).map((part) => ({
    ...part,
    box: { ...part.box, x: part.box.x + box.x, y: part.box.y + box.y },
  }));
}
