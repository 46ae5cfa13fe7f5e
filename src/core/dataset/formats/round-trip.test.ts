import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findRegions } from '#core/annotation/find-regions.ts';
import { maskArbitrary } from '#core/annotation/mask-arbitrary.ts';
import { type Mask, measureMask } from '#core/annotation/mask.ts';
import { packRegion, unpackRegion } from '#core/annotation/packed-region.ts';
import { type Region, regionsToMask, uniteRegions } from '#core/annotation/region.ts';
import { smallestRectangle } from '#core/annotation/smallest-rectangle.ts';
import { assembleDataset } from '#core/dataset/assemble-dataset.ts';
import type { DatasetInstance } from '#core/dataset/dataset.ts';
import type { ExportFormat } from '#core/dataset/export-format.ts';
import { choicesOf, type FormatOptions, readFormatOptions } from '#core/dataset/format-options.ts';
import { planDataset } from '#core/dataset/plan-dataset.ts';
import { sampleRequest } from '#core/dataset/sample-dataset.ts';
import {
  readBrush,
  readCocoSegmentation,
  readCvatImage,
  readRings,
  readVocBoxes,
  readYoloRows,
} from './sample-readers.ts';

const classNames = ['scratch', 'dent'];

/** A picture whose whole mask is one scratch, holes, parts and all, and each part of it a dent. */
const pictureArbitrary = maskArbitrary
  .filter((mask) => mask.data.some((set) => set !== 0))
  .map((mask) => {
    const regions = findRegions(mask) as [Region, ...Region[]];
    const whole: DatasetInstance = { classIndex: 0, region: packRegion(uniteRegions(regions)) };
    const parts = regions.map((region): DatasetInstance => ({ classIndex: 1, region: packRegion(region) }));
    return { width: mask.width, height: mask.height, instances: [whole, ...parts] };
  });
type Picture = typeof pictureArbitrary extends fc.Arbitrary<infer T> ? T : never;

/** What stands in the files of a format, of a dataset of this one picture. */
function write(picture: Picture, format: ExportFormat, given: Partial<FormatOptions> = {}) {
  const request = sampleRequest({ goldens: 1, perCell: 1, classNames });
  const pictures = [{ ...request.pictures[1]!, ...picture, label: 'a' }];
  const { dataset } = assembleDataset({ ...request, pictures });
  const plan = planDataset(dataset, { formats: [format], formatOptions: readFormatOptions(given) });
  const text = (path: string): string => {
    const { content } = [...plan.files].find((file) => file.path === path)!;
    return content.kind === 'text' ? [...content.chunks()].join('') : '';
  };
  return { dataset, text, paths: Array.from(plan.files, ({ path }) => path) };
}

const maskOf = ({ region }: DatasetInstance, { width, height }: Picture): Mask =>
  regionsToMask([unpackRegion(region)], width, height);
const boxOf = ({ region: { box } }: DatasetInstance): number[] => [box.x, box.y, box.width, box.height];
const nameOf = ({ classIndex }: DatasetInstance): string => classNames[classIndex]!;

function iou(a: Mask, b: Mask): number {
  const both = a.data.filter((set, i) => set !== 0 && b.data[i] !== 0).length;
  return both / a.data.filter((set, i) => set !== 0 || b.data[i] !== 0).length;
}

function forAll(check: (picture: Picture) => void): void {
  fc.assert(fc.property(pictureArbitrary, check), { numRuns: 40 });
}

describe('a mask comes back', () => {
  type Segment = { segmentation: unknown; bbox: number[]; area: number; category_id: number };
  const readCoco = (picture: Picture, options: Partial<FormatOptions>): Segment[] =>
    (
      JSON.parse(write(picture, 'coco', options).text('annotations/instances_train.json')) as {
        annotations: Segment[];
      }
    ).annotations;

  it.each(choicesOf('cocoSegmentation'))('exactly from COCO as %s', (cocoSegmentation) => {
    forAll((picture) => {
      const read = readCoco(picture, { cocoSegmentation });
      expect(read).toHaveLength(picture.instances.length);
      read.forEach(({ segmentation, bbox, area, category_id }, i) => {
        const instance = picture.instances[i]!;
        expect(readCocoSegmentation(segmentation, picture)).toEqual(maskOf(instance, picture));
        expect([bbox, area, category_id]).toEqual([
          boxOf(instance),
          instance.region.area,
          instance.classIndex + 1,
        ]);
      });
    });
  });

  it.each(['ring', 'polygons'] as const)('from simplified COCO outlines by %s nearly', (cocoSegmentation) => {
    forAll((picture) => {
      for (const [i, { segmentation }] of readCoco(picture, {
        cocoSegmentation,
        outlines: 'simplified',
      }).entries()) {
        const given = maskOf(picture.instances[i]!, picture);
        const read = readCocoSegmentation(segmentation, picture);
        expect(iou(read, given)).toBeGreaterThanOrEqual(0.98);
        expect(measureMask(read)!.box).toEqual(measureMask(given)!.box);
      }
    });
  });

  /** Those that no reader would take for one; `yolo-labels.test.ts` tests what becomes of the others. */
  const distinct = (picture: Picture): Picture => ({
    ...picture,
    instances: picture.instances.filter(
      (instance, i, all) => all.findIndex((other) => boxOf(other).join() === boxOf(instance).join()) === i,
    ),
  });

  it('exactly from YOLO polygons and from NDJSON', () => {
    forAll((given) => {
      const picture = distinct(given);
      const rows = readYoloRows(write(picture, 'yolo').text('labels/train/a-0001.txt'), picture);
      const [, line] = write(picture, 'ndjson').text('dataset.ndjson').split('\n');
      const { annotations } = JSON.parse(line!) as { annotations: { segments: number[][] } };
      const lines = annotations.segments.map((row) => row.join(' ')).join('\n');
      expect(readYoloRows(lines, picture)).toEqual(rows);
      expect(rows.map(({ label }) => label)).toEqual(picture.instances.map(({ classIndex }) => classIndex));
      rows.forEach(({ values }, i) => {
        expect(readRings([values.map(Math.round)], picture)).toEqual(maskOf(picture.instances[i]!, picture));
      });
    });
  });

  it('as its tight box from YOLO boxes', () => {
    forAll((given) => {
      const picture = distinct(given);
      const rows = readYoloRows(write(picture, 'yolo-detect').text('labels/train/a-0001.txt'), picture);
      expect(
        rows.map(({ values: [x, y, w, h] }) =>
          [x! - w! / 2, y! - h! / 2, w!, h!].map((value) => Math.round(value) + 0),
        ),
      ).toEqual(picture.instances.map(boxOf));
    });
  });

  it('within its tilted box from YOLO oriented boxes', () => {
    forAll((given) => {
      const picture = { ...given, instances: given.instances.slice(0, 1) };
      const [row] = readYoloRows(write(picture, 'yolo-obb').text('labels/train/a-0001.txt'), picture);
      const corners = smallestRectangle(unpackRegion(picture.instances[0]!.region), picture);
      expect(row!.label).toBe(0);
      corners.forEach((value, i) => expect(row!.values[i]).toBeCloseTo(value, 4));
    });
  });

  it('exactly from CVAT', () => {
    forAll((picture) => {
      const read = readCvatImage(write(picture, 'cvat').text('annotations.xml'), 'train/a-0001.png');
      expect(read).toEqual(
        picture.instances.map((instance) => ({ label: nameOf(instance), mask: maskOf(instance, picture) })),
      );
    });
  });

  it('as its tight box from Pascal VOC', () => {
    forAll((picture) => {
      expect(readVocBoxes(write(picture, 'voc').text('voc/Annotations/a-0001.xml'))).toEqual(
        picture.instances.map((instance) => ({ label: nameOf(instance), box: boxOf(instance) })),
      );
    });
  });

  type Value = { rle: number[]; points: number[][]; x: number; y: number; width: number; height: number };
  type Task = { annotations: [{ result: { value: Value }[] }] };
  const readTask = (picture: Picture, labelStudioRegions: FormatOptions['labelStudioRegions']): Value[] => {
    const [task] = JSON.parse(
      write(picture, 'label-studio', { labelStudioRegions }).text('label-studio/tasks.json'),
    ) as Task[];
    return task!.annotations[0].result.map(({ value }) => value);
  };

  it('exactly from brushes and polygons of Label Studio, as its box from rectangles', () => {
    forAll((picture) => {
      const { width, height, instances } = picture;
      expect(readTask(picture, 'brush').map(({ rle }) => readBrush(rle, picture))).toEqual(
        instances.map((instance) => maskOf(instance, picture)),
      );
      const rings = readTask(picture, 'polygons').map(({ points }) =>
        points.flatMap(([x, y]) => [Math.round((x! * width) / 100), Math.round((y! * height) / 100)]),
      );
      expect(rings.map((ring) => readRings([ring], picture))).toEqual(
        instances.map((instance) => maskOf(instance, picture)),
      );
      const boxes = readTask(picture, 'rectangles').map((value) =>
        [value.x * width, value.y * height, value.width * width, value.height * height].map((part) =>
          Math.round(part / 100),
        ),
      );
      expect(boxes).toEqual(instances.map(boxOf));
    });
  });
});

describe('a class comes back', () => {
  it('as the folder of a picture', () => {
    forAll((picture) => {
      const { paths } = write(picture, 'yolo-classify');
      // As many pixels of both: the earlier class.
      expect(paths.filter((path) => path.endsWith('.png'))).toEqual([
        'yolo-classify/train/scratch/a-0001.png',
      ]);
    });
  });
});
