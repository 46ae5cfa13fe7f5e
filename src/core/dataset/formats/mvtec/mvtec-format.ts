import { AppError } from '#core/app-error.ts';
import type { Dataset } from '#core/dataset/dataset.ts';
import { slugify } from '#core/dataset/slug.ts';
import { countOf } from '../count-of.ts';
import type { FormatWriter } from '../format-writer.ts';
import { unionMask } from '../union-mask.ts';
import { checkMvtec } from './check-mvtec.ts';
import { placeMvtec } from './place-mvtec.ts';

/** The folders of MVTec AD, as anomalib's `MVTecAD` reads them: trains on good pictures, tests on defects. */
export const mvtecFormat: FormatWriter = {
  entries: ['mvtec'],
  sharesPictures: () => false,
  plan: (dataset) => {
    if (!dataset.images.some(({ kind }) => kind === 'good')) {
      throw new AppError(
        'bad_request',
        'MVTec AD trains on good pictures alone, and there is none: take the golden images in, or leave MVTec AD out.',
      );
    }
    const placeOf = placeMvtec(dataset);
    return {
      perImage: [
        (image) => ({
          path: `mvtec/${placeOf(image).path}`,
          content: { kind: 'picture', imageId: image.id },
        }),
        (image) => {
          const { maskPath } = placeOf(image);
          return maskPath === null
            ? null
            : { path: `mvtec/${maskPath}`, content: { kind: 'mask', draw: () => unionMask(image) } };
        },
      ],
    };
  },
  warnings: (dataset, { formats }) => [
    ...(formats.length > 1 ? ['MVTec AD: has its own copy of the pictures, in mvtec/.'] : []),
    ...testWarnings(dataset),
  ],
  card: (dataset) => {
    const category = slugify(dataset.name, 'product');
    return [
      `- **MVTec AD**: anomalib’s \`MVTecAD(root="mvtec", category="${category}")\`, or \`Folder(name="${category}",`,
      `  root="mvtec/${category}", normal_dir="train/good", normal_test_dir="test/good", abnormal_dir=["test/<defect>", …],`,
      '  mask_dir=["ground_truth/<defect>", …])`. Only good pictures are trained on; all defects are in `test`, whatever',
      '  their split. File names are the ids in `manifest.jsonl`.',
    ];
  },
  losses: ({ images }) => {
    const together = images
      .filter(({ instances }) => instances.length > 1)
      .reduce((sum, { instances }) => sum + instances.length, 0);
    const others = images.filter(({ fileName }) => !fileName.endsWith('.png')).length;
    return [
      {
        count: together,
        message: `${countOf(together, 'defect')} in pictures with several will not be told apart: a picture has one mask.`,
      },
      {
        count: others,
        message: `${countOf(others, 'picture')} in another format than PNG will be skipped by its readers.`,
      },
    ];
  },
  check: checkMvtec,
};

function testWarnings(dataset: Dataset): string[] {
  const placeOf = placeMvtec(dataset);
  const sides = Object.groupBy(dataset.images, (image) => placeOf(image).side);
  const { train = [], test: tested = [] } = sides;
  const goldens = new Set(train.flatMap(({ goldenId }) => goldenId ?? []));
  const known = tested.filter(({ goldenId }) => goldenId !== null && goldens.has(goldenId)).length;
  return [
    ...(tested.some(({ kind }) => kind === 'good')
      ? []
      : [
          'MVTec AD: with a single good picture there is none to test with, and AUROC cannot be computed. Add golden images.',
        ]),
    ...(known === 0
      ? []
      : [
          `MVTec AD: ${known} of ${countOf(tested.length, 'test picture')} show a golden image that is trained on, so results will look too good.`,
        ]),
  ];
}
