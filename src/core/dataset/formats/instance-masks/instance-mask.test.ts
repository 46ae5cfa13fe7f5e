import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unpackRegion } from '#core/annotation/packed-region.ts';
import { regionsToMask } from '#core/annotation/region.ts';
import { assembleDataset } from '#core/dataset/assemble-dataset.ts';
import { listLosses } from '#core/dataset/list-losses.ts';
import { planDataset } from '#core/dataset/plan-dataset.ts';
import { sampleInstance, sampleRequest } from '#core/dataset/sample-dataset.ts';
import { datasetArbitrary, plannedFiles } from '../sample-pictures.ts';
import { instanceMask } from './instance-mask.ts';

const { dataset } = assembleDataset(sampleRequest({ goldens: 1, perCell: 1 }));
const [, image] = dataset.images;

describe('instanceMask', () => {
  it('holds every instance by itself, to be found by its class and number', () => {
    fc.assert(
      fc.property(datasetArbitrary, (dataset) => {
        const { content, text } = plannedFiles(dataset, { formats: ['instance-masks'] });
        const { divisor, classes } = JSON.parse(text('instance_masks/classes.json')) as {
          divisor: number;
          classes: { id: number; name: string }[];
        };
        for (const { split, fileName, width, height, instances } of dataset.images) {
          const { data } = content(`instance_masks/${split}/${fileName}`, 'mask').draw();
          const seen = new Map<number, number>();
          for (const { classIndex, region } of instances) {
            const { id } = classes.find(({ name }) => name === dataset.classes[classIndex]!.name)!;
            const number = seen.get(id) ?? 0;
            seen.set(id, number + 1);
            const mask = Uint8Array.from(data, (value) => (value === id * divisor + number ? 255 : 0));
            expect({ width, height, data: mask }).toEqual(
              regionsToMask([unpackRegion(region)], width, height),
            );
          }
          expect(new Set(data.filter((value) => value !== 0)).size).toBe(instances.length);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('says beforehand whose pixels are lost where instances overlap', () => {
    const instances = [sampleInstance(1, [0, 0, 4, 2]), sampleInstance(1, [2, 0, 4, 1])];
    const { mask, covered } = instanceMask({ ...image!, instances });
    expect([...mask.data.subarray(0, 8)]).toEqual([2000, 2000, 2001, 2001, 2001, 2001, 0, 0]);
    expect(covered).toBe(1);
    expect(listLosses({ ...dataset, images: [{ ...image!, instances }] }, ['instance-masks'])).toMatchObject([
      { count: 1, message: '1 defect will lose the pixels that a later one in the picture covers.' },
    ]);
  });

  it('counts those beyond the thousandth of a class', () => {
    const instances = Array.from({ length: 1002 }, (_, i) =>
      sampleInstance(0, [(i % 32) * 2, Math.floor(i / 32), 1, 1]),
    );
    const { mask, beyond, covered } = instanceMask({ ...image!, instances });
    expect([beyond, covered, Math.max(...mask.data)]).toEqual([2, 0, 1999]);
  });

  it('refuses more classes than 16 bits can tell apart', () => {
    const classes = Array.from({ length: 65 }, (_, index) => ({ index, name: 'a', slug: `a-${index}` }));
    expect(() => planDataset({ ...dataset, classes }, { formats: ['instance-masks'] })).toThrow(
      'at most 64 kinds',
    );
  });
});
