import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assembleDataset } from '../assemble-dataset.ts';
import { splitNames } from '../dataset.ts';
import { sampleInstance, sampleRequest } from '../sample-dataset.ts';
import { describeHealth } from './describe-health.ts';
import { healthSchema } from './health.ts';
import { healthTable, leakSentence } from './health-table.ts';

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

describe('the health of a dataset', () => {
  it('counts every mark once, wherever it is looked for', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 5 }),
        fc.nat(99),
        (goldens, perCell, seed) => {
          const assembled = assembleDataset(sampleRequest({ goldens, perCell, seed }));
          const { images } = assembled.dataset;
          const health = describeHealth(assembled, (id) =>
            id % 2 === 0
              ? images[id - 1]!.instances.map(({ classIndex }) => ({ classIndex, units: id }))
              : [],
          );
          expect(healthSchema.parse(health)).toEqual(health);
          for (const [index, { marks, sizes, places, contrasts, pictures }] of health.classes.entries()) {
            for (const split of splitNames) {
              const inside = images.filter((image) => image.split === split);
              const own = inside.flatMap((image) =>
                image.instances.filter((mark) => mark.classIndex === index),
              );
              expect(marks[split]).toBe(own.length);
              expect(pictures[split]).toBe(own.length);
              expect(sum(sizes[split])).toBe(own.length);
              expect(sum(places[split])).toBe(own.length);
            }
            const known = splitNames.reduce((total, split) => total + sum(contrasts[split]), 0);
            expect(known + contrasts.unknown).toBe(goldens * perCell);
            expect(sum(health.goldens.map((golden) => golden.marks[index]!))).toBe(goldens * perCell);
          }
          expect(sum(splitNames.map((split) => health.pictures[split]))).toBe(images.length);
          expect(health.goldens.length).toBe(goldens);
          expect(new Set(health.findings).size).toBe(health.findings.length);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('says where marks are, and what stands out', () => {
    const { pictures, ...request } = sampleRequest({ goldens: 8, perCell: 3 });
    const instances = [sampleInstance(0, [0, 0, 3, 3])];
    const same = pictures.map((picture) =>
      picture.instances[0]?.classIndex === 0 ? { ...picture, instances } : picture,
    );
    const assembled = assembleDataset({
      ...request,
      classNames: ['scratch', 'dent', 'crack'],
      pictures: same.filter(({ kind }) => kind !== 'good'),
    });
    const health = describeHealth(assembled, () => []);
    const places = splitNames.map((split) => health.classes[0]!.places[split]);
    expect(sum(places.map((place) => place[0]!))).toBe(24);
    expect(health.classes[0]!.sizes.range).toEqual({ least: 2.8, median: 2.8, most: 2.8 });
    expect(health.findings).toEqual(
      expect.arrayContaining([
        'There is no picture of "crack".',
        '24 of 24 marks of "scratch" are in the same part of the picture: a model may learn the place.',
        'Half of the marks of "scratch" are smaller than 4 x 4 px: train at full size, or on tiles.',
        'No picture of a good part is in train or val or test: false alarms are not seen there.',
      ]),
    );
    expect(healthTable(health).map((row) => row.slice(0, 3))).toEqual([
      ['class', 'marks', 'size in px: least, median, most'],
      ['scratch', '24', '2.8, 2.8, 2.8'],
      ['dent', '24', expect.stringMatching(/^\d+\.\d, \d+\.\d, \d+\.\d$/)],
      ['crack', '0', '–'],
    ]);
    expect(leakSentence(health)).toMatch(
      /^Dealt out by golden image, in 8 groups; 0 pictures stay .* 0 golden images/,
    );
  });
});
