import { describe, expect, it } from 'vitest';
import { findRegions } from '#core/annotation/find-regions.ts';
import { packRegion, unpackRegion } from '#core/annotation/packed-region.ts';
import { rasteriseRing } from '#core/annotation/rasterise-ring.ts';
import { regionsToMask } from '#core/annotation/region.ts';
import { assembleDataset } from '#core/dataset/assemble-dataset.ts';
import type { DatasetImage } from '#core/dataset/dataset.ts';
import { listLosses } from '#core/dataset/list-losses.ts';
import { sampleInstance, samplePhoto, sampleRequest } from '#core/dataset/sample-dataset.ts';
import { yoloLabels, yoloYaml } from './yolo-labels.ts';

const { dataset } = assembleDataset(
  sampleRequest({ goldens: 7, perCell: 3, classNames: ['no', 'a "b" \\ 💥\n'] }),
);

function makeImage(instances: DatasetImage['instances']): DatasetImage {
  const place = {
    id: 1,
    fileName: 'a-0001.png',
    width: 64,
    height: 48,
    split: 'train',
    goldenId: null,
    sha256: null,
  } as const;
  return { ...place, kind: instances.length === 0 ? 'good' : 'defect', instances, provenance: samplePhoto };
}

function parseRows(text: string): { classIndex: number; values: number[] }[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      expect(line).toMatch(/^\d+( [01]\.\d{6})+$/);
      const [classIndex, ...values] = line.split(' ').map(Number);
      return { classIndex: classIndex!, values };
    });
}

describe('yoloLabels', () => {
  it('writes polygons whose corners are the exact ones, within 0 and 1', () => {
    for (const image of dataset.images) {
      const rows = parseRows(yoloLabels(image, 'polygons'));
      expect(rows).toHaveLength(image.instances.length);
      rows.forEach(({ classIndex, values }, index) => {
        expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
        const ring = values.map((value, i) => Math.round(value * (i % 2 === 0 ? 64 : 48)));
        const given = image.instances[index]!;
        expect(classIndex).toBe(given.classIndex);
        expect(rasteriseRing(ring, 64, 48)).toEqual(regionsToMask([unpackRegion(given.region)], 64, 48));
      });
    }
  });

  it('writes boxes by their centre', () => {
    const image = makeImage([sampleInstance(1, [0, 0, 64, 48]), sampleInstance(0, [16, 12, 8, 6])]);
    expect(yoloLabels(image, 'boxes')).toBe(
      '1 0.500000 0.500000 1.000000 1.000000\n0 0.312500 0.312500 0.125000 0.125000\n',
    );
  });

  it('is empty for a good picture', () => {
    expect(yoloLabels(makeImage([]), 'polygons')).toBe('');
    expect(yoloLabels(makeImage([]), 'boxes')).toBe('');
  });

  it('unites instances of one class and one box, which readers would drop, and says so beforehand', () => {
    const ring = sampleInstance(0, [4, 4, 3, 3]);
    const dot = { ...ring, region: { box: ring.region.box, area: 9, counts: '09' } };
    const image = makeImage([ring, sampleInstance(1, [4, 4, 3, 3]), dot]);
    const rows = parseRows(yoloLabels(image, 'polygons'));
    expect(rows.map(({ classIndex }) => classIndex)).toEqual([0, 1]);
    // United, the hole of the first is gone.
    expect(rows[0]!.values).toHaveLength(8);
    expect(listLosses({ ...dataset, images: [image] }, ['coco', 'yolo'])).toEqual([
      {
        format: 'yolo',
        count: 1,
        message: '1 defect with the class and the box of another one in the picture will become one with it.',
      },
    ]);
  });
});

it('unites tilted boxes that a reader would take for one, however often that takes', () => {
  const line = (points: [number, number][]): DatasetImage['instances'][number] => {
    const data = new Uint8Array(64 * 48);
    for (const [x, y] of points) data[y * 64 + x] = 255;
    return { classIndex: 0, region: packRegion(findRegions({ width: 64, height: 48, data })[0]!) };
  };
  const steps = Array.from({ length: 8 }, (_, i) => i);
  const falling = line(steps.map((i) => [20 + i, 20 + i]));
  const rising = line(steps.map((i) => [20 + i, 27 - i]));
  const rows = parseRows(
    yoloLabels(makeImage([falling, rising, sampleInstance(0, [2, 2, 3, 3])]), 'oriented'),
  );
  // The two diagonals of a square lean on the same upright box.
  expect(rows).toHaveLength(2);
  expect(rows.every(({ values }) => values.length === 8)).toBe(true);
});

describe('listLosses', () => {
  it('finds nothing in COCO, and outlines missing in YOLO boxes', () => {
    expect(listLosses(dataset, ['coco', 'yolo'])).toEqual([]);
    expect(listLosses(dataset, ['yolo-detect'])).toMatchObject([{ format: 'yolo-detect', count: 42 }]);
  });

  it('counts outlines that have too many points, and pictures that are too small', () => {
    const data = Uint8Array.from({ length: 1200 * 3 }, (_, i) => (i % 2 === 0 || i < 1200 ? 255 : 0));
    const region = packRegion(findRegions({ width: 1200, height: 3, data })[0]!);
    const comb = { ...makeImage([{ classIndex: 0, region }]), width: 1200 };
    const [loss] = listLosses({ ...dataset, images: [comb] }, ['yolo']);
    expect(loss).toMatchObject({ format: 'yolo', count: 1 });
    expect(loss!.message).toContain('1 outline of more than 1000 points');
    expect(parseRows(yoloLabels(comb, 'polygons'))[0]!.values.length / 2).toBeLessThanOrEqual(1000);
    const tiny = { ...makeImage([sampleInstance(0, [0, 0, 1, 1])]), width: 1, height: 1 };
    expect(listLosses({ ...dataset, images: [tiny] }, ['yolo'])).toEqual([
      {
        format: 'yolo',
        count: 1,
        message: '1 picture below 10 pixels a side will be skipped by its readers.',
      },
    ]);
  });
});

describe('yoloYaml', () => {
  it('has no path key, quotes every name, and names only folders that exist', () => {
    expect(yoloYaml(dataset).split('\n').slice(1)).toEqual([
      'train: images/train',
      'val: images/val',
      'test: images/test',
      '',
      'nc: 2',
      'names:',
      '  0: "no"',
      '  1: "a \\"b\\" \\\\ \\U0001f4a5\\u000a"',
      '',
    ]);
  });

  it('validates on the training pictures when there are no others', () => {
    const image = makeImage([sampleInstance(0, [0, 0, 2, 2])]);
    expect(yoloYaml({ ...dataset, images: [image] })).toContain(
      'train: images/train\nval: images/train\n\nnc:',
    );
  });
});
