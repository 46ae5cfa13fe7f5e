import { type Dataset, type SplitName, usedSplits } from '#core/dataset/dataset.ts';
import { type PlannedFile, textFile } from '#core/dataset/planned-file.ts';
import { vocColour } from '../voc-colour.ts';
import type { FormatWriter } from '../format-writer.ts';
import { stemOf } from '../stem-of.ts';
import { checkVoc } from './check-voc.ts';
import { vocAnnotation } from './voc-annotation.ts';
import { vocNames } from './voc-names.ts';

/** Boxes in XML, in the folders of the Pascal VOC challenge, which its readers expect: so it has its own pictures. */
export const vocFormat: FormatWriter = {
  entries: ['voc'],
  sharesPictures: () => false,
  plan: (dataset) => {
    const names = vocNames(dataset);
    return {
      files: [...imageSets(dataset), textFile('voc/labelmap.txt', () => [labelMap(names)])],
      perImage: [
        ({ id, fileName }) => ({
          path: `voc/JPEGImages/${fileName}`,
          content: { kind: 'picture', imageId: id },
        }),
        (image) =>
          textFile(`voc/Annotations/${stemOf(image.fileName)}.xml`, () => [vocAnnotation(image, names)]),
      ],
    };
  },
  warnings: (_dataset, { formats }) =>
    formats.length > 1 ? ['Pascal VOC: has its own copy of the pictures, in voc/JPEGImages/.'] : [],
  card: () => [
    '- **Pascal VOC**: `voc/` is laid out like `VOCdevkit/VOC2012`; boxes count pixels from 1, the last one included. Readers',
    '  that look for `.jpg` alone (torchvision’s `VOCDetection`) do not find PNG pictures: convert these first.',
  ],
  losses: ({ images }) => [
    {
      count: images.reduce((sum, { instances }) => sum + instances.length, 0),
      message: 'Boxes only: the outlines of the defects are left out.',
    },
  ],
  check: checkVoc,
};

function imageSets(dataset: Dataset): PlannedFile[] {
  const list = (name: string, splits: readonly SplitName[]): PlannedFile =>
    textFile(`voc/ImageSets/Main/${name}.txt`, () =>
      dataset.images
        .filter(({ split }) => splits.includes(split))
        .map(({ fileName }) => `${stemOf(fileName)}\n`),
    );
  return [...usedSplits(dataset).map((split) => list(split, [split])), list('trainval', ['train', 'val'])];
}

/** As CVAT and Datumaro write it beside VOC: without it they know only the challenge's own classes. */
function labelMap(names: readonly string[]): string {
  const lines = ['background', ...names].map((name, id) => `${name}:${vocColour(id).join(',')}::`);
  return `# label:color_rgb:parts:actions\n${lines.join('\n')}\n`;
}
