import fc from 'fast-check';
import { expect, it } from 'vitest';
import { assembleDataset } from './assemble-dataset.ts';
import { orderFiles } from './order-files.ts';
import { type FileOfImage, type PlannedFile, textFile } from './planned-file.ts';
import { sampleRequest } from './sample-dataset.ts';

const { images } = assembleDataset(sampleRequest({ goldens: 3, perCell: 2 })).dataset;

it('gives every file once, by path, as often as it is gone through', () => {
  const name = fc.stringMatching(/^[a-c/._-]{1,4}$/);
  fc.assert(
    fc.property(fc.uniqueArray(name), fc.array(fc.tuple(name, fc.nat(3))), (others, kinds) => {
      const files = others.map((path) => textFile(path, () => []));
      const perImage = kinds.map(
        ([folder, step], nth): FileOfImage =>
          (image) =>
            image.id % (step + 1) === 0 ? textFile(`${folder}${nth}/${image.fileName}`, () => []) : null,
      );
      const each = images.flatMap((image) => perImage.flatMap((fileOf) => fileOf(image) ?? []));
      const expected = [...files, ...each].map(({ path }) => path).toSorted();
      const ordered = orderFiles(images, { files, perImage });
      const paths = (from: Iterable<PlannedFile>): string[] => Array.from(from, ({ path }) => path);
      expect(paths(ordered)).toEqual(expected);
      expect(paths(ordered)).toEqual(expected);
      expect(ordered.length).toBe(expected.length);
    }),
    { numRuns: 60 },
  );
});
