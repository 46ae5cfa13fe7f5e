import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unpackRegion } from '#core/annotation/packed-region.ts';
import { regionsToMask } from '#core/annotation/region.ts';
import { assembleDataset } from '#core/dataset/assemble-dataset.ts';
import { listLosses } from '#core/dataset/list-losses.ts';
import { planDataset } from '#core/dataset/plan-dataset.ts';
import { sampleRequest } from '#core/dataset/sample-dataset.ts';
import { datasetArbitrary, plannedFiles } from '../sample-pictures.ts';

const request = sampleRequest({ goldens: 8, perCell: 2, classNames: ['good', 'Kratzer, tief'] });
const { dataset } = assembleDataset(request);

describe('mvtecFormat', () => {
  it('gives every defect the mask that comes at its place, as its reader pairs them', () => {
    fc.assert(
      fc.property(datasetArbitrary, (dataset) => {
        const { paths, content } = plannedFiles(dataset, { formats: ['mvtec'] });
        // As anomalib's `make_mvtec_ad_dataset`: all samples in order, those of `ground_truth` beside those of `test`.
        const samples = paths.filter((path) => /^mvtec\/.*\.png$/.test(path)).sort();
        const tested = samples.filter((path) => path.includes('/test/') && !path.includes('/good/'));
        const masks = samples.filter((path) => path.includes('/ground_truth/'));
        expect(masks).toHaveLength(tested.length);
        tested.forEach((path, index) => {
          const [, , , kind, name] = path.split('/');
          expect(masks[index]).toContain(`/${kind}/`);
          expect(masks[index]!.split('/').at(-1)).toContain(name!.replace('.png', ''));
          const image = dataset.images.find(({ id }) => id === content(path, 'picture').imageId)!;
          const regions = image.instances.map(({ region }) => unpackRegion(region));
          expect(content(masks[index]!, 'mask').draw()).toEqual(
            regionsToMask(regions, image.width, image.height),
          );
        });
      }),
      { numRuns: 40 },
    );
  });

  it('trains on good pictures alone, tests some of them, and all defects', () => {
    const { paths } = plannedFiles(dataset, { formats: ['mvtec'] });
    const count = (folder: string): number =>
      paths.filter((path) => path.startsWith(`mvtec/brackets/${folder}/`)).length;
    const folders = ['train/good', 'test/good', 'test/good-2', 'test/kratzer-tief', 'ground_truth/good-2'];
    expect(folders.map(count)).toEqual([6, 2, 16, 16, 16]);
    expect(count('train')).toBe(6);
    expect(paths.filter((path) => path.startsWith('images/'))).toEqual([]);
  });

  it('keeps a good picture to test with, and says when there is none', () => {
    const few = (goldens: number) => assembleDataset(sampleRequest({ goldens, perCell: 1 })).dataset;
    const goodIn = (goldens: number) =>
      plannedFiles(few(goldens), { formats: ['mvtec'] }).paths.flatMap(
        (path) => /mvtec\/brackets\/(\w+)\/good/.exec(path)?.[1] ?? [],
      );
    expect(goodIn(2).toSorted()).toEqual(['test', 'train']);
    expect(goodIn(1)).toEqual(['train']);
    const { warnings } = planDataset(few(1), { formats: ['mvtec'] });
    expect(warnings).toEqual([
      'MVTec AD: with a single good picture there is none to test with, and AUROC cannot be computed. Add golden images.',
      'MVTec AD: 2 of 2 test pictures show a golden image that is trained on, so results will look too good.',
    ]);
  });

  it('refuses a dataset without a good picture', () => {
    const images = dataset.images.filter(({ kind }) => kind === 'defect');
    expect(() => planDataset({ ...dataset, images }, { formats: ['mvtec'] })).toThrow(
      'MVTec AD trains on good pictures alone, and there is none',
    );
  });

  it('lists what one mask for a picture does not tell', () => {
    const both = dataset.images.filter(({ kind }) => kind === 'defect').slice(0, 2);
    const instances = both.flatMap((image) => image.instances);
    const images = [{ ...both[0]!, fileName: 'a.jpg', instances }];
    expect(listLosses({ ...dataset, images }, ['mvtec']).map(({ message }) => message)).toEqual([
      '2 defects in pictures with several will not be told apart: a picture has one mask.',
      '1 picture in another format than PNG will be skipped by its readers.',
    ]);
  });
});
