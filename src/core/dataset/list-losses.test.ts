import { expect, it } from 'vitest';
import { assembleDataset } from './assemble-dataset.ts';
import { exportFormats } from './export-format.ts';
import { readFormatOptions } from './format-options.ts';
import { listLosses } from './list-losses.ts';
import { sampleInstance, sampleRequest } from './sample-dataset.ts';

const request = sampleRequest({ goldens: 4, perCell: 2 });
const { dataset } = assembleDataset(request);

it('says of every format what it cannot carry, and nothing of those that carry all', () => {
  const losses = listLosses(dataset, exportFormats);
  const of = (format: string): string =>
    losses
      .filter((loss) => loss.format === format)
      .map(({ message }) => message)
      .join(' ');
  for (const format of ['coco', 'yolo', 'cvat', 'label-studio', 'ndjson'])
    expect([format, of(format)]).toEqual([format, '']);
  expect(of('yolo-detect')).toContain('Boxes only');
  expect(of('yolo-obb')).toContain('Tilted boxes only');
  expect(of('voc')).toContain('Boxes only');
  expect(of('yolo-classify')).toContain('Classes of whole pictures only');
});

it('says what the options cost', () => {
  const simplified = listLosses(dataset, exportFormats, readFormatOptions({ outlines: 'simplified' }));
  expect(
    simplified.filter(({ message }) => message.includes('simplified')).map(({ format }) => format),
  ).toEqual(['coco', 'yolo', 'parquet', 'imagefolder', 'webdataset', 'ndjson']);
  const boxes = listLosses(
    dataset,
    ['label-studio'],
    readFormatOptions({ labelStudioRegions: 'rectangles' }),
  );
  expect(boxes).toMatchObject([
    { format: 'label-studio', count: 16, message: expect.stringContaining('Boxes only') },
  ]);
});

it('says of which class a part of the split has no picture, and which pictures have several', () => {
  const both = [sampleInstance(0, [2, 2, 9, 9]), sampleInstance(1, [20, 20, 3, 3])];
  const [good, scratch] = dataset.images;
  const images = [
    { ...good!, split: 'train' as const },
    { ...scratch!, split: 'val' as const, instances: both },
  ];
  const messages = listLosses({ ...dataset, images }, ['yolo-classify']).map(({ message }) => message);
  expect(messages[1]).toContain('1 picture with defects of several kinds');
  expect(messages[2]).toContain('There is no picture of scratch in train, good in val');
});
