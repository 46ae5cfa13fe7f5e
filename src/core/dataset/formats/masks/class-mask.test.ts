import { describe, expect, it } from 'vitest';
import { unpackRegion } from '#core/annotation/packed-region.ts';
import { regionsToMask } from '#core/annotation/region.ts';
import { assembleDataset } from '#core/dataset/assemble-dataset.ts';
import { checkClassCount, classesJson, classMask } from './class-mask.ts';
import { listLosses } from '#core/dataset/list-losses.ts';
import { sampleInstance, sampleRequest } from '#core/dataset/sample-dataset.ts';

const { dataset } = assembleDataset(sampleRequest({ goldens: 3, perCell: 4 }));

describe('classMask', () => {
  it('is the union of the regions, in the number of their class, and zero elsewhere', () => {
    for (const image of dataset.images) {
      const regions = image.instances.map(({ region }) => unpackRegion(region));
      const union = regionsToMask(regions, image.width, image.height).data;
      const value = image.kind === 'good' ? 0 : image.instances[0]!.classIndex + 1;
      expect(classMask(image).mask.data).toEqual(union.map((set) => (set === 0 ? 0 : value)));
    }
  });

  it('lets the later one win where defects overlap, and says so beforehand', () => {
    const [first] = dataset.images;
    const instances = [sampleInstance(0, [0, 0, 4, 2]), sampleInstance(1, [2, 0, 4, 1])];
    const image = { ...first!, instances };
    const { mask, overwritten } = classMask(image);
    expect([...mask.data.subarray(0, 8)]).toEqual([1, 1, 2, 2, 2, 2, 0, 0]);
    expect([...mask.data.subarray(64, 72)]).toEqual([1, 1, 1, 1, 0, 0, 0, 0]);
    expect(overwritten).toBe(2);
    expect(listLosses({ ...dataset, images: [image] }, ['masks'])).toEqual([
      {
        format: 'masks',
        count: 1,
        message: 'In 1 picture defects of different kinds overlap: there the later one counts.',
      },
    ]);
    expect(listLosses(dataset, ['coco', 'masks'])).toEqual([]);
  });

  it('counts defects of one kind that become one', () => {
    const instances = [sampleInstance(0, [0, 0, 4, 2]), sampleInstance(0, [8, 0, 4, 1])];
    const images = [{ ...dataset.images[0]!, instances }];
    expect(listLosses({ ...dataset, images }, ['masks'])).toMatchObject([{ count: 2 }]);
  });
});

describe('classesJson', () => {
  it('numbers classes as COCO does, in the colours of Pascal VOC', () => {
    expect(JSON.parse(classesJson(dataset))).toEqual({
      ignore_index: 255,
      classes: [
        { id: 0, name: 'background', color: [0, 0, 0] },
        { id: 1, name: 'scratch', color: [128, 0, 0] },
        { id: 2, name: 'dent', color: [0, 128, 0] },
      ],
    });
  });

  it('refuses more classes than a byte can tell apart', () => {
    const classes = Array.from({ length: 255 }, (_, index) => ({ index, name: 'a', slug: `a-${index}` }));
    expect(() => checkClassCount({ ...dataset, classes })).toThrow('at most 254 kinds');
    expect(() => checkClassCount({ ...dataset, classes: classes.slice(1) })).not.toThrow();
  });
});
