import { describe, expect, it } from 'vitest';
import { assembleDataset, type DatasetPicture } from './assemble-dataset.ts';
import { exportFormats, parseFormats } from './export-format.ts';
import { type DatasetPlan, planDataset } from './plan-dataset.ts';
import { sampleRequest } from './sample-dataset.ts';

const request = sampleRequest({ goldens: 7, perCell: 2 });
const { dataset } = assembleDataset(request);

function folders(plan: DatasetPlan): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { path } of plan.files) {
    const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.';
    counts[folder] = (counts[folder] ?? 0) + 1;
  }
  return counts;
}

const text = (plan: DatasetPlan): string[] =>
  [...plan.files].map(
    ({ path, content }) =>
      `${path}\n${content.kind === 'text' ? [...content.chunks()].join('') : JSON.stringify(content)}`,
  );

describe('planDataset', () => {
  it('stores pictures once for COCO and YOLO', () => {
    const plan = planDataset(dataset, { formats: ['coco', 'yolo'] });
    expect(folders(plan)).toEqual({
      '.': 4,
      annotations: 3,
      'images/test': 5,
      'images/train': 25,
      'images/val': 5,
      'labels/test': 5,
      'labels/train': 25,
      'labels/val': 5,
    });
    expect(plan.warnings).toEqual([]);
    expect([...plan.files].filter(({ path }) => path.endsWith('.yaml')).map(({ path }) => path)).toEqual([
      'data.yaml',
    ]);
  });

  it('gives every picture a label file where YOLO looks for it, also in a root of its own', () => {
    const plan = planDataset(dataset, { formats: ['yolo', 'yolo-detect'] });
    const paths = new Set([...plan.files].map(({ path }) => path));
    for (const { path, content } of plan.files) {
      if (content.kind !== 'picture') continue;
      expect(paths).toContain(
        `/${path}`
          .replace(/(.*)\/images\//, '$1/labels/')
          .replace(/\.\w+$/, '.txt')
          .slice(1),
      );
    }
    expect(folders(plan)).toMatchObject({
      'yolo-detect': 1,
      'yolo-detect/images/val': 5,
      'yolo-detect/labels/val': 5,
    });
    expect(plan.warnings).toEqual([
      'YOLO, boxes only: needs its own copy of the pictures beside other labels, in yolo-detect/.',
    ]);
    expect(folders(planDataset(dataset, { formats: ['yolo-detect'] }))).toMatchObject({ 'labels/val': 5 });
  });

  it('gives every picture a mask of its name, drawn when it is asked for', () => {
    const plan = planDataset(dataset, { formats: ['coco', 'masks'] });
    expect(folders(plan)).toMatchObject({ '.': 4, 'masks/train': 25, 'masks/val': 5, 'masks/test': 5 });
    const paths = new Set([...plan.files].map(({ path }) => path));
    for (const { path, content } of plan.files) {
      if (content.kind !== 'mask') continue;
      expect(paths).toContain(path.replace('masks/', 'images/'));
      expect(content.draw()).toMatchObject({ width: 64, height: 48 });
    }
  });

  it('names each picture in only one row kind per root', () => {
    const plan = planDataset(dataset, { formats: ['yolo', 'yolo-detect'] });
    for (const { path, content } of plan.files) {
      if (!path.includes('labels/') || content.kind !== 'text') continue;
      for (const row of [...content.chunks()].join('').split('\n')) {
        if (row === '') continue;
        const numbers = row.split(' ').length;
        if (path.startsWith('yolo-detect/')) expect(numbers).toBe(5);
        else expect(numbers).toBeGreaterThanOrEqual(7);
      }
    }
  });

  it('is the same for the same input, byte for byte, in order', () => {
    const plan = planDataset(dataset, { formats: ['coco', 'yolo'], notes: ['mind'] });
    const again = planDataset(assembleDataset(request).dataset, {
      formats: ['yolo', 'coco'],
      notes: ['mind'],
    });
    expect(text(again)).toEqual(text(plan));
    expect(text(plan)).toEqual(text(plan));
    const paths = [...plan.files].map(({ path }) => path);
    expect(paths).toEqual([...paths].sort());
    expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(paths.length);
  });

  it('has a manifest line and a card for all of it', () => {
    const files = new Map(
      Array.from(planDataset(dataset, { formats: ['coco'], notes: ['a <b> | *c*'] }).files, (file) => [
        file.path,
        file,
      ]),
    );
    const read = (path: string): string => {
      const { content } = files.get(path)!;
      if (content.kind !== 'text') throw new Error(`${path} is no text`);
      return [...content.chunks()].join('');
    };
    const lines = read('manifest.jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toHaveLength(35);
    for (const line of lines) {
      expect(files.has(line['file'] as string)).toBe(true);
      expect(Object.keys(line)).toEqual(Object.keys(lines[0]!));
    }
    expect(lines.filter((line) => line['synthetic']).map((line) => line['generator'])).toEqual(
      Array(28).fill('renderer'),
    );
    const card = read('README.md');
    expect(card).toContain('35 pictures for visual inspection: 28 synthetic');
    expect(card).toContain('| good | 5 | 1 | 1 |');
    expect(card).toContain('- a \\<b\\> \\| \\*c\\*');
  });

  it('refuses a dataset that breaks its rules', () => {
    const [first, second] = dataset.images;
    const broken = (image: object): (() => unknown) => {
      return () =>
        planDataset({ ...dataset, images: [{ ...first!, ...image }, second!] }, { formats: ['coco'] });
    };
    expect(broken({ fileName: '../a.png' })).toThrow('"../a.png" is no file name');
    expect(broken({ fileName: second!.fileName.replace('png', 'jpg') })).toThrow('two pictures are called');
    expect(broken({ id: 0 })).toThrow('image id 0');
    expect(broken({ id: 2 })).toThrow('image id 2 comes after 2');
    expect(broken({ kind: 'defect' })).toThrow('picture 1 is "defect" with 0 regions');
    expect(broken({ kind: 'defect', instances: second!.instances, width: 1 })).toThrow(
      'a region leaves picture 1',
    );
  });
});

describe('assembleDataset', () => {
  it('leaves out defects without a mark', () => {
    const blank: DatasetPicture = { ...request.pictures[1]!, key: 'blank', instances: [] };
    const result = assembleDataset({
      ...request,
      pictures: [...request.pictures, blank].filter(({ kind }) => kind === 'defect'),
    });
    expect(result.dataset.images.map(({ id }) => id)).toEqual(Array.from({ length: 28 }, (_, i) => i + 1));
    expect(result.skipped).toEqual([{ key: 'blank', reason: 'No defect is marked in it.' }]);
    expect(result.keys.get(1)).toBe('golden-0/0/0');
  });

  it('makes safe, unique names out of anything', () => {
    const labels = ['../../etc', '<script>', '💥', 'CON', 'a'.repeat(300)];
    const pictures = labels.map((label, i) => ({ ...request.pictures[1]!, key: `${i}`, label }));
    const { images, classes } = assembleDataset({
      ...request,
      classNames: ['É', 'e', '💥'],
      pictures,
    }).dataset;
    expect(images.map(({ fileName }) => fileName)).toEqual([
      'etc-0001.png',
      'script-0002.png',
      'picture-0003.png',
      'picture-con-0004.png',
      `${'a'.repeat(60)}-0005.png`,
    ]);
    expect(classes.map(({ slug }) => slug)).toEqual(['e', 'e-2', 'defect']);
  });

  it('refuses to export nothing', () => {
    expect(() => assembleDataset({ ...request, pictures: [] })).toThrow('There is no picture to export');
  });
});

describe('parseFormats', () => {
  it('takes names in any order and case, once each', () => {
    expect(parseFormats('YOLO-segment, coco,yolo')).toEqual(['coco', 'yolo']);
  });

  it.each(['', ',', 'vok', 'coco,vok'])('refuses %j', (formats) => {
    expect(() => parseFormats(formats)).toThrow(`Choose among ${exportFormats.join(', ')}.`);
  });
});
