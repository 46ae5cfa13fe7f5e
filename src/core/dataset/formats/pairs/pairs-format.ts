import type { Dataset, DatasetImage } from '#core/dataset/dataset.ts';
import { textFile } from '#core/dataset/planned-file.ts';
import { countOf } from '../count-of.ts';
import { csvRow } from '../csv-row.ts';
import type { FormatWriter } from '../format-writer.ts';
import { stemOf } from '../stem-of.ts';
import { unionMask } from '../union-mask.ts';
import { checkPairs } from './check-pairs.ts';

/**
 * Every picture with the golden image that it was made of, under the same name in another folder, and what changed:
 * for models that compare two pictures, or put defects in or take them out. A good picture is its own pair, or the
 * pair of one with allowed variation: nothing in it is to be found.
 */
export const pairsFormat: FormatWriter = {
  entries: ['goldens', 'changes', 'pairs.csv'],
  sharesPictures: () => true,
  plan: (dataset) => ({
    files: [textFile('pairs.csv', () => pairLines(dataset))],
    perImage: [
      (image) =>
        image.goldenId === null
          ? null
          : { path: placesOf(image).golden, content: { kind: 'picture', imageId: image.goldenId } },
      (image) =>
        image.goldenId === null
          ? null
          : { path: placesOf(image).change, content: { kind: 'mask', draw: () => unionMask(image) } },
    ],
  }),
  warnings: () => [
    'Pairs: every picture has its golden image beside it, so each of those is there many times.',
  ],
  card: () => [
    '- **Pairs**: `goldens/<split>/NAME.png` is what `images/<split>/NAME.png` was made of, and `changes/<split>/NAME.png`',
    '  the difference, 0 or 255: outside of it the two are equal, pixel for pixel. `pairs.csv` lists them.',
  ],
  losses: (dataset) => {
    const count = dataset.images.filter(({ goldenId }) => goldenId === null).length;
    return [
      {
        count,
        message: `${countOf(count, 'picture')} that no golden image was changed into will have no pair.`,
      },
    ];
  },
  check: checkPairs,
};

function placesOf({ split, fileName }: DatasetImage) {
  return {
    picture: `images/${split}/${fileName}`,
    golden: `goldens/${split}/${fileName}`,
    change: `changes/${split}/${stemOf(fileName)}.png`,
  };
}

function* pairLines(dataset: Dataset): Generator<string> {
  yield csvRow(['split', 'kind', 'classes', 'picture', 'golden', 'change']);
  for (const image of dataset.images) {
    if (image.goldenId === null) continue;
    const { picture, golden, change } = placesOf(image);
    const indexes = new Set(image.instances.map(({ classIndex }) => classIndex));
    const names = dataset.classes.filter(({ index }) => indexes.has(index)).map(({ name }) => name);
    yield csvRow([image.split, image.kind, names.join(';'), picture, golden, change]);
  }
}
