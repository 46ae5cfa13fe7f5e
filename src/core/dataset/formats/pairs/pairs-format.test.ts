import { describe, expect, it } from 'vitest';
import { assembleDataset } from '#core/dataset/assemble-dataset.ts';
import { listLosses } from '#core/dataset/list-losses.ts';
import { sampleRequest } from '#core/dataset/sample-dataset.ts';
import { plannedFiles } from '../sample-pictures.ts';

const request = sampleRequest({ goldens: 2, perCell: 2, classNames: ['a "b", c', 'dent'] });

describe('pairsFormat', () => {
  it('puts the golden image of each picture under its name', () => {
    const { dataset, keys } = assembleDataset(request);
    const { paths, content, text } = plannedFiles(dataset, { formats: ['pairs'] });
    for (const { id, split, fileName } of dataset.images) {
      const golden = content(`goldens/${split}/${fileName}`, 'picture').imageId;
      expect(keys.get(golden)).toBe(keys.get(id)!.slice(0, 'golden-0'.length));
      const { data } = content(`changes/${split}/${fileName}`, 'mask').draw();
      expect(data.some((value) => value === 255)).toBe(golden !== id);
    }
    expect(paths.filter((path) => path.startsWith('goldens/'))).toHaveLength(dataset.images.length);
    expect(text('pairs.csv').split('\n').slice(0, 3)).toEqual([
      'split,kind,classes,picture,golden,change',
      ...dataset.images.slice(0, 2).map(({ split, fileName, kind }) => {
        const files = ['images', 'goldens', 'changes'].map((folder) => `${folder}/${split}/${fileName}`);
        return [split, kind, kind === 'good' ? '' : '"a ""b"", c"', ...files].join(',');
      }),
    ]);
  });

  it('finds a golden image that is no picture of the dataset, and has none for an uploaded one', () => {
    const [first, ...others] = request.pictures.filter(({ kind }) => kind === 'defect');
    const uploaded = { ...first!, provenance: { ...first!.provenance, origin: 'uploaded' as const } };
    const { dataset, keys } = assembleDataset({ ...request, pictures: [uploaded, ...others] });
    expect(dataset.goldens.map(({ id }) => [id, keys.get(id)])).toEqual([
      [9, 'golden-0'],
      [10, 'golden-1'],
    ]);
    expect(dataset.images.map(({ goldenId }) => goldenId)).toEqual([null, 9, 9, 9, 10, 10, 10, 10]);
    const { paths } = plannedFiles(dataset, { formats: ['pairs'] });
    expect(paths.filter((path) => path.startsWith('goldens/'))).toHaveLength(7);
    expect(listLosses(dataset, ['pairs'])).toEqual([
      {
        format: 'pairs',
        count: 1,
        message: '1 picture that no golden image was changed into will have no pair.',
      },
    ]);
  });
});
