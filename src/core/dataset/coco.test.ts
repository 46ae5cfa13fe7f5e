import { describe, expect, it } from 'vitest';
import { measureMask } from '../annotation/mask.ts';
import { unpackRegion } from '../annotation/packed-region.ts';
import { rasteriseRing } from '../annotation/rasterise-ring.ts';
import { regionsToMask } from '../annotation/region.ts';
import { decodeRunLength, expandCounts } from '../annotation/run-length.ts';
import { assembleDataset } from './assemble-dataset.ts';
import { cocoInstances, type CocoOptions } from './coco.ts';
import { splitNames } from './dataset.ts';
import { sampleRequest } from './sample-dataset.ts';

type Annotation = {
  id: number;
  image_id: number;
  category_id: number;
  segmentation: number[][] & { size: [number, number]; counts: string };
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

const { dataset } = assembleDataset(
  sampleRequest({ goldens: 7, perCell: 3, classNames: ['scratch', 'no "x"'] }),
);
const read = (options?: CocoOptions): Coco[] =>
  splitNames.map((split) => JSON.parse([...cocoInstances(dataset, split, options)].join('')) as Coco);

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

  it.each(['polygon', 'rle'] as const)(
    'gives every instance by %s exactly, with its tight box and pixel count',
    (segmentation) => {
      const given = dataset.images.flatMap(({ id, instances }) =>
        instances.map((instance) => ({ id, ...instance })),
      );
      for (const { annotations } of read({ segmentation })) {
        for (const annotation of annotations) {
          const { id, classIndex, region } = given[annotation.id - 1]!;
          const counts = annotation.segmentation.counts;
          const decoded =
            segmentation === 'rle'
              ? decodeRunLength({ size: annotation.segmentation.size, counts: expandCounts(counts) })
              : rasteriseRing(annotation.segmentation[0]!, 64, 48);
          expect(decoded).toEqual(regionsToMask([unpackRegion(region)], 64, 48));
          const { box, area } = measureMask(decoded)!;
          expect(annotation).toMatchObject({ image_id: id, category_id: classIndex + 1, area, iscrowd: 0 });
          expect(annotation.bbox).toEqual([box.x, box.y, box.width, box.height]);
          if (segmentation === 'polygon') expect(annotation.segmentation).toHaveLength(1);
        }
      }
    },
  );

  it('is made in pieces', () => {
    expect([...cocoInstances(dataset, 'train')].length).toBeGreaterThan(50);
  });
});
