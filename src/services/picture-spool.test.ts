import { expect, onTestFinished, test } from 'vitest';
import { assembleDataset } from '#core/dataset/assemble-dataset.ts';
import { exportFormats } from '#core/dataset/export-format.ts';
import { noPapers } from '#core/dataset/papers.ts';
import { planDataset } from '#core/dataset/plan-dataset.ts';
import { sampleRequest } from '#core/dataset/sample-dataset.ts';
import { encodeClassMask } from './encode-class-mask.ts';
import { measure, fileBytes } from './dataset-archive.ts';
import { createPictureSpool } from './picture-spool.ts';

test('a dataset of pictures that were put away is the same, byte for byte, in every format', async () => {
  const spool = createPictureSpool();
  onTestFinished(() => spool.close());
  const request = sampleRequest({ goldens: 3, perCell: 2 });
  const pictures = request.pictures.map((picture, index) => {
    const papers = { ...noPapers, promptSha256: `${index}`, approver: 'reviewer-1' };
    const provenance = { ...picture.provenance, otherPrompts: ['a dent', '💥'], papers };
    // Some without, as those of the command line.
    return index % 3 === 0 ? picture : { ...picture, sha256: 'ab'.repeat(32), provenance };
  });
  const plans = [pictures, pictures.map((picture) => spool.add(picture))].map((of) =>
    planDataset(assembleDataset({ ...request, pictures: of }).dataset, { formats: [...exportFormats] }),
  );
  const [plain, spooled] = await Promise.all(
    plans.map(({ files }) =>
      Promise.all(
        Array.from(files, async (file) => [
          file.path,
          (
            await measure(
              fileBytes(
                file,
                async () => [encodeClassMask({ width: 1, height: 1, data: new Uint8Array(1) })] as never,
              ),
            )
          ).sha256,
        ]),
      ),
    ),
  );
  expect(spooled).toEqual(plain);
  expect(plans[1]!.warnings).toEqual(plans[0]!.warnings);
});
