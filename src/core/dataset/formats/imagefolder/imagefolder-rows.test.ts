import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unpackRegion } from '#core/annotation/packed-region.ts';
import { rasteriseRing } from '#core/annotation/rasterise-ring.ts';
import { regionsToMask } from '#core/annotation/region.ts';
import { assembleDataset } from '#core/dataset/assemble-dataset.ts';
import { planDataset } from '#core/dataset/plan-dataset.ts';
import { sampleRequest } from '#core/dataset/sample-dataset.ts';
import { usedSplits } from '#core/dataset/dataset.ts';
import { datasetArbitrary, plannedFiles } from '../sample-pictures.ts';

const { dataset } = assembleDataset(
  sampleRequest({ goldens: 6, perCell: 2, classNames: ['no', 'a "b": c'] }),
);

type Row = {
  file_name: string;
  objects: {
    id: number[];
    bbox: number[][];
    category: number[];
    label: string[];
    area: number[];
    segmentation: number[][][];
  };
};

describe('imagefolderFormat', () => {
  it('has a line for every picture, from which its instances come back', () => {
    fc.assert(
      fc.property(datasetArbitrary, (dataset) => {
        const { text, paths } = plannedFiles(dataset, { formats: ['imagefolder'] });
        for (const split of usedSplits(dataset)) {
          const rows = text(`images/${split}/metadata.jsonl`)
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line) as Row);
          const images = dataset.images.filter((image) => image.split === split);
          expect(rows).toHaveLength(images.length);
          for (const { file_name, objects } of rows) {
            expect(paths).toContain(`images/${split}/${file_name}`);
            const { width, height, instances } = images.find(({ fileName }) => fileName === file_name)!;
            expect(objects.segmentation.map(([ring]) => rasteriseRing(ring!, width, height))).toEqual(
              instances.map(({ region }) => regionsToMask([unpackRegion(region)], width, height)),
            );
            expect(objects.category).toEqual(instances.map(({ classIndex }) => classIndex));
            expect(objects.bbox).toEqual(
              instances.map(({ region: { box } }) => [box.x, box.y, box.width, box.height]),
            );
            expect(objects.area).toEqual(instances.map(({ region }) => region.area));
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('writes types that its reader takes from the first lines', () => {
    const { text } = plannedFiles(dataset, { formats: ['imagefolder'] });
    const lines = text('images/train/metadata.jsonl').trimEnd().split('\n');
    expect(lines[0]).toMatch(/"kind":"defect".*"bbox":\[\[\d+\.0,\d+\.0,\d+\.0,\d+\.0\]\]/);
    expect(lines.at(-1)).toMatch(/"kind":"good".*"bbox":\[\]/);
    const ids = usedSplits(dataset).flatMap((split) =>
      [...text(`images/${split}/metadata.jsonl`).matchAll(/"id":\[(\d+)\]/g)].map((match) =>
        Number(match[1]),
      ),
    );
    expect(ids.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 24 }, (_, i) => i + 1));
  });

  it('says where each split is at the head of the card', () => {
    const { text } = plannedFiles(
      { ...dataset, name: 'no: "1"' },
      { formats: ['imagefolder', 'webdataset'] },
    );
    expect(text('README.md').split('# no')[0]).toBe(`---
pretty_name: "no: \\"1\\""
license: unknown
task_categories:
- object-detection
- image-segmentation
tags:
- synthetic
- visual-inspection
size_categories:
- n<1K
configs:
- config_name: default
  data_files:
  - split: train
    path: "images/train/**"
  - split: validation
    path: "images/val/**"
  - split: test
    path: "images/test/**"
---

`);
    expect(plannedFiles(dataset, { formats: ['coco'] }).text('README.md')).toMatch(/^# /);
  });

  it('warns where a split has no type to offer', () => {
    const images = dataset.images.map((image) =>
      image.split === 'val' ? { ...image, kind: 'good' as const, instances: [] } : image,
    );
    const { warnings } = planDataset({ ...dataset, images }, { formats: ['imagefolder'] });
    expect(warnings.join()).toContain('there are only good pictures in val');
  });
});
