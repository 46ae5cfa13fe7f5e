import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Region, regionsToMask } from '#core/annotation/region.ts';
import { unpackRegion } from '#core/annotation/packed-region.ts';
import { readFormatOptions } from '#core/dataset/format-options.ts';
import { datasetArbitrary, plannedFiles } from '../formats/sample-pictures.ts';
import type { LabelFiles, LabelFormat, Shape } from './labelled-picture.ts';
import { markRegion } from './mark-region.ts';
import { readLabels } from './read-labels.ts';

function filesOf(texts: Record<string, string>, pictures: readonly string[]): LabelFiles {
  return {
    paths: new Set([...Object.keys(texts), ...pictures]),
    readText: async (path) => texts[path] ?? '',
  };
}

describe('what we export is read back', () => {
  const formats: [LabelFormat, 'mask' | 'box', Record<string, string>][] = [
    ['coco', 'mask', {}],
    ['coco', 'mask', { cocoSegmentation: 'rle' }],
    ['yolo', 'mask', {}],
    ['voc', 'box', {}],
  ];
  it.each(formats)('from %s as the same %s %o', async (format, kept, options) => {
    await fc.assert(
      fc.asyncProperty(datasetArbitrary, async (dataset) => {
        const written = plannedFiles(dataset, {
          formats: [format],
          formatOptions: readFormatOptions(options),
        });
        const { pictures, problems } = await readLabels(format, {
          paths: new Set(written.paths),
          readText: async (path) => written.text(path),
        });
        expect(problems).toEqual([]);
        const byStem = new Map(pictures.map((each) => [each.path.split('/').at(-1), each]));
        for (const image of dataset.images) {
          const found = byStem.get(image.fileName)!;
          const regions = found.marks.map(({ shape }) => markRegion(shape, found.unit, image)!);
          const key = ({ box }: Region, label: string): string => JSON.stringify([box, label]);
          if (kept === 'box') {
            const boxes = image.instances.map(({ region }) => JSON.stringify(region.box));
            expect(regions.map(({ box }) => JSON.stringify(box)).toSorted()).toEqual(boxes.toSorted());
            continue;
          }
          const expected = image.instances.map(({ classIndex, region }): [string, Region] => {
            const whole = unpackRegion(region);
            return [key(whole, dataset.classes[classIndex]!.name), whole];
          });
          const read = regions.map((region, i): [string, Region] => [
            key(region, found.marks[i]!.label),
            region,
          ]);
          // YOLO's readers drop twins of one class and box, so they are written once.
          expect(new Set(read.map(([name]) => name))).toEqual(new Set(expected.map(([name]) => name)));
          const { width, height } = image;
          if (format === 'coco') {
            expect(regionsToMask(regions, width, height)).toEqual(
              regionsToMask(
                expected.map(([, region]) => region),
                width,
                height,
              ),
            );
          }
        }
      }),
      { numRuns: 30 },
    );
  });
});

const size = { width: 40, height: 30 };
const image = { id: 1, file_name: 'a.png', ...size };
const coco = (annotation: object, more: object = {}): Record<string, string> => ({
  'annotations/instances_train.json': JSON.stringify({
    images: [image],
    annotations: [{ image_id: 1, category_id: 1, ...annotation }],
    categories: [{ id: 1, name: 'dent' }],
    ...more,
  }),
});

describe('labels of others', () => {
  it.each<[string, object]>([
    ['a crowd', { bbox: [1, 1, 5, 5], iscrowd: 1 }],
    ['no place', {}],
    ['an outline of two points', { segmentation: [[1, 1, 5, 5]] }],
    ['a category that is not there', { bbox: [1, 1, 5, 5], category_id: 9 }],
    ['counts that are none', { segmentation: { size: [30, 40], counts: '\u0000' } }],
  ])('with %s cost the picture, and are told', async (_, annotation) => {
    const read = await readLabels('coco', filesOf(coco(annotation), ['images/train/a.png']));
    expect(read.pictures).toEqual([]);
    expect(read.problems).toEqual([
      { path: expect.anything(), message: expect.stringMatching(/^Annotation 1 .*left out\.$/) },
    ]);
  });

  it('of a large file leave room for others on the way', async () => {
    const annotations = Array.from({ length: 1000 }, () => ({
      image_id: 1,
      category_id: 1,
      bbox: [1, 1, 5, 5],
    }));
    let times = 0;
    const giveWay = async (): Promise<void> => void times++;
    const files = filesOf(coco({}, { annotations }), ['a.png']);
    const { pictures } = await readLabels('coco', files, giveWay);
    expect(pictures[0]!.marks).toHaveLength(1000);
    expect(times).toBeGreaterThanOrEqual(5);
  });

  it('find pictures wherever tools put them, and nothing outside', async () => {
    for (const place of ['images/train/a.png', 'a.png', 'annotations/a.png', 'deep/below/a.png']) {
      const { pictures } = await readLabels('coco', filesOf(coco({ bbox: [1, 1, 5, 5] }), [place]));
      expect(pictures.map(({ path }) => path)).toEqual([place]);
    }
    for (const name of ['../../etc/a.jpg', '/etc/a.jpg', 'C:\\a.jpg', '\u0000.png', 'constructor', '']) {
      const texts = coco({ bbox: [1, 1, 5, 5] }, { images: [{ ...image, file_name: name }] });
      const { pictures, problems } = await readLabels('coco', filesOf(texts, ['b.png']));
      expect([pictures, problems.length]).toEqual([[], 1]);
    }
    // Two of the name: nobody can say which.
    const twins = filesOf(coco({ bbox: [1, 1, 5, 5] }), ['x/a.png', 'y/a.png']);
    expect((await readLabels('coco', twins)).pictures).toEqual([]);
  });

  it('of YOLO are boxes, tilted boxes and polygons; a confidence is no label', async () => {
    const row = '1 0.5 0.5 0.25 0.2\n 0 0.1 0.1 0.5 0.1 0.5 0.5 0.1 0.5\r\n';
    const texts = { 'data.yaml': 'names:\n  - no\n  - "b: x"\n', 'labels/a.txt': row, 'b.txt': '' };
    const { pictures } = await readLabels('yolo', filesOf(texts, ['images/a.png', 'b.jpg', 'c.jpg']));
    expect(pictures.map(({ path, marks }) => [path, marks.map(({ label }) => label)])).toEqual([
      ['b.jpg', []],
      ['images/a.png', ['b: x', 'no']],
    ]);
    const [box, tilted] = pictures[1]!.marks.map(({ shape }) => markRegion(shape, 'parts', size)!);
    expect([box!.box, tilted!.box]).toEqual([
      { x: 15, y: 12, width: 10, height: 6 },
      { x: 4, y: 3, width: 16, height: 12 },
    ]);
    for (const wrong of ['0 0.5 0.5 0.2 0.2 0.9', '0 NaN 0 1 1', 'x 0 0 1 1', '0 0.5', '-1 0 0 1 1']) {
      const read = await readLabels('yolo', filesOf({ 'a.txt': wrong }, ['a.png']));
      expect([read.pictures, read.problems.length]).toEqual([[], 1]);
    }
  });

  it('of VOC count from 1, and XML that is none is told', async () => {
    const xml = (name: string): string =>
      `<annotation><filename>${name}</filename><size><width>40</width><height>30</height></size><object><name>dent</name>` +
      '<bndbox><xmin>1</xmin><ymin>1</ymin><xmax>40</xmax><ymax>2</ymax></bndbox></object></annotation>';
    const bomb = '<!DOCTYPE a [<!ENTITY b "x">]><annotation><filename>&b;&b;.png</filename></annotation>';
    const texts = { 'Annotations/a.xml': xml('a.png'), 'Annotations/b.xml': '<a', 'Annotations/c.xml': bomb };
    const { pictures, problems } = await readLabels('voc', filesOf(texts, ['JPEGImages/a.png', 'xx.png']));
    expect(pictures.map(({ path }) => path)).toEqual(['JPEGImages/a.png']);
    expect(markRegion(pictures[0]!.marks[0]!.shape, 'pixels', size)!.box).toEqual({
      x: 0,
      y: 0,
      width: 40,
      height: 2,
    });
    expect(problems.map(({ path }) => path)).toEqual(['Annotations/b.xml', 'Annotations/c.xml']);
  });

  it.each<[string, Shape]>([
    ['outside', { kind: 'box', box: [50, 50, 5, 5] }],
    ['no number', { kind: 'box', box: [Number.NaN, 0, 5, 5] }],
    ['far away', { kind: 'rings', rings: [[0, 0, 1e9, 0, 1e9, 1e9]] }],
    ['wound up', { kind: 'rings', rings: [Array.from({ length: 40_000 }, (_, i) => (i % 4 < 2 ? 0 : 29))] }],
    ['of another size', { kind: 'runs', runs: { size: [40, 30], counts: [0, 1200] } }],
    ['too long', { kind: 'runs', runs: { size: [30, 40], counts: [0, 2 ** 40] } }],
    ['negative', { kind: 'runs', runs: { size: [30, 40], counts: [1300, -100] } }],
    ['empty', { kind: 'runs', runs: { size: [30, 40], counts: [1200] } }],
  ])('that are %s are no mark, at once', (_, shape) => {
    expect(markRegion(shape, 'pixels', size)).toBeNull();
  });
});
