import { describe, expect, it } from 'vitest';
import { type Mask, measureMask } from '#core/annotation/mask.ts';
import { unpackRegion } from '#core/annotation/packed-region.ts';
import { rasteriseRing } from '#core/annotation/rasterise-ring.ts';
import { regionsToMask } from '#core/annotation/region.ts';
import { decodeRunLength, expandCounts } from '#core/annotation/run-length.ts';
import { assembleDataset } from '#core/dataset/assemble-dataset.ts';
import { cocoInstances, type CocoOptions } from './coco-instances.ts';
import { splitNames } from '#core/dataset/dataset.ts';
import { choicesOf, readFormatOptions } from '#core/dataset/format-options.ts';
import { sampleRequest } from '#core/dataset/sample-dataset.ts';

type Annotation = {
  id: number;
  image_id: number;
  category_id: number;
  segmentation: number[][] & { size: [number, number]; counts: string & number[] };
  area: number;
  bbox: [number, number, number, number];
  iscrowd: number;
};
type Coco = {
  info: { description: string; year: number; date_created: string };
  licenses: { id: number }[];
  categories: { id: number; name: string }[];
  images: {
    id: number;
    file_name: string;
    width: number;
    height: number;
    license: number;
    synthetic: boolean;
  }[];
  annotations: Annotation[];
};

/** As pycocotools reads it: polygons are united. */
function decodeCoco(segmentation: Annotation['segmentation'], width: number, height: number): Mask {
  if (Array.isArray(segmentation)) {
    const data = new Uint8Array(width * height);
    for (const ring of segmentation) {
      rasteriseRing(ring, width, height).data.forEach((set, i) => (data[i]! |= set));
    }
    return { width, height, data };
  }
  const { size, counts } = segmentation;
  return decodeRunLength({ size, counts: typeof counts === 'string' ? expandCounts(counts) : counts });
}

const { dataset } = assembleDataset(
  sampleRequest({ goldens: 7, perCell: 3, classNames: ['scratch', 'no "x"'] }),
);
const read = (options?: Partial<CocoOptions>): Coco[] =>
  splitNames.map(
    (split) => JSON.parse([...cocoInstances(dataset, split, readFormatOptions(options))].join('')) as Coco,
  );

describe('cocoInstances', () => {
  it('numbers images and annotations from 1, once through all splits', () => {
    const files = read();
    const ids = (list: { id: number }[]): number[] => list.map(({ id }) => id).sort((a, b) => a - b);
    const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
    expect(ids(files.flatMap(({ images }) => images))).toEqual(upTo(49));
    expect(ids(files.flatMap(({ annotations }) => annotations))).toEqual(upTo(42));
    for (const { images, annotations } of files) {
      const own = new Set(images.map(({ id }) => id));
      expect(annotations.every(({ image_id }) => own.has(image_id))).toBe(true);
    }
  });

  it('has the same categories in every split, from 1', () => {
    for (const { categories } of read()) {
      expect(categories).toEqual([
        { id: 1, name: 'scratch', supercategory: 'defect' },
        { id: 2, name: 'no "x"', supercategory: 'defect' },
      ]);
    }
  });

  it('says what is synthetic, and takes its dates from the dataset', () => {
    for (const { info, images } of read()) {
      expect(info.description).toContain('Synthetic');
      expect(info).toMatchObject({ year: 2026, date_created: '2026-11-22T10:00:00.000Z', version: '1' });
      for (const image of images) {
        expect(image.file_name).not.toContain('/');
        expect(image.synthetic).toBe(dataset.images[image.id - 1]!.kind === 'defect');
      }
    }
  });

  it.each(choicesOf('cocoSegmentation'))(
    'gives every instance by %s exactly, with its tight box and pixel count',
    (cocoSegmentation) => {
      const given = dataset.images.flatMap(({ id, instances }) =>
        instances.map((instance) => ({ id, ...instance })),
      );
      for (const { annotations } of read({ cocoSegmentation })) {
        for (const annotation of annotations) {
          const { id, classIndex, region } = given[annotation.id - 1]!;
          const { segmentation } = annotation;
          if (cocoSegmentation === 'ring') expect(segmentation).toHaveLength(1);
          if (cocoSegmentation === 'rle') expect(segmentation.counts).toBeTypeOf('string');
          const decoded = decodeCoco(segmentation, 64, 48);
          expect(decoded).toEqual(regionsToMask([unpackRegion(region)], 64, 48));
          const { box, area } = measureMask(decoded)!;
          expect(annotation).toMatchObject({ image_id: id, category_id: classIndex + 1, area, iscrowd: 0 });
          expect(annotation.bbox).toEqual([box.x, box.y, box.width, box.height]);
        }
      }
    },
  );

  it('is made in pieces', () => {
    expect([...cocoInstances(dataset, 'train', readFormatOptions())].length).toBeGreaterThan(50);
  });
});
