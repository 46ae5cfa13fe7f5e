import type { DatasetImage } from '#core/dataset/dataset.ts';
import { textFile } from '#core/dataset/planned-file.ts';
import { countOf } from '../count-of.ts';
import type { FormatWriter } from '../format-writer.ts';
import { stemOf } from '../stem-of.ts';
import { checkMasks } from './check-masks.ts';
import { checkClassCount, classesJson, classMask } from './class-mask.ts';

/** A grey PNG per picture, value = class number: semantic segmentation. */
export const masksFormat: FormatWriter = {
  entries: ['classes.json', 'masks'],
  sharesPictures: () => true,
  plan: (dataset) => {
    checkClassCount(dataset);
    return {
      files: [textFile('classes.json', () => [classesJson(dataset)])],
      perImage: [
        (image) => ({
          path: `masks/${image.split}/${stemOf(image.fileName)}.png`,
          content: { kind: 'mask', draw: () => classMask(image).mask },
        }),
      ],
    };
  },
  warnings: () => [],
  card: () => [
    '- **Masks**: `masks/<split>/NAME.png` beside `images/<split>/NAME.png`, of the same size: 8-bit grey, value = id in',
    '  `classes.json` (as in COCO), 0 = background, so `cv2.imread(path, cv2.IMREAD_GRAYSCALE)` and',
    '  `np.array(Image.open(path))` give the class numbers, and `> 0` the defects of any kind. They look black in',
    '  a viewer. No value stands for "ignore". Where defects overlap the later one counts.',
  ],
  losses: ({ images }) => {
    const { overlapping, together } = countLosses(images);
    return [
      {
        count: overlapping,
        message: `In ${countOf(overlapping, 'picture')} defects of different kinds overlap: there the later one counts.`,
      },
      {
        count: together,
        message: `${countOf(together, 'defect')} in pictures with several of a kind will not be told apart, only their kind.`,
      },
    ];
  },
  check: checkMasks,
};

function countLosses(images: readonly DatasetImage[]): { overlapping: number; together: number } {
  let overlapping = 0;
  let together = 0;
  for (const image of images) {
    if (image.instances.length < 2) continue;
    const kinds = new Set(image.instances.map(({ classIndex }) => classIndex));
    if (kinds.size > 1 && classMask(image).overwritten > 0) overlapping++;
    for (const kind of kinds) {
      const alike = image.instances.filter(({ classIndex }) => classIndex === kind).length;
      if (alike > 1) together += alike;
    }
  }
  return { overlapping, together };
}
