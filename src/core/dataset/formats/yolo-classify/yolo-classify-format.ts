import { type DatasetImage, usedSplits } from '#core/dataset/dataset.ts';
import { textFile } from '#core/dataset/planned-file.ts';
import { countOf } from '../count-of.ts';
import type { FormatWriter } from '../format-writer.ts';
import { checkYoloClassify } from './check-yolo-classify.ts';
import { classFolder, classFolders } from './class-folders.ts';

const root = 'yolo-classify';

/**
 * A folder per class, as Ultralytics and torchvision's `ImageFolder` read it. They number classes by the folders of each split: one
 * that a split has no picture of gets a note in its place, so that the others keep their numbers, or the reader says so.
 */
export const yoloClassifyFormat: FormatWriter = {
  entries: [root],
  sharesPictures: () => false,
  plan: (dataset) => {
    const folderOf = (image: DatasetImage): string => `${root}/${image.split}/${classFolder(dataset, image)}`;
    const filled = new Set(dataset.images.map(folderOf));
    const folders = usedSplits(dataset).flatMap((split) =>
      classFolders(dataset).map((folder) => `${root}/${split}/${folder}`),
    );
    return {
      files: folders
        .filter((folder) => !filled.has(folder))
        .map((folder) =>
          textFile(`${folder}/empty.txt`, () => ['No picture of this class is in this split.\n']),
        ),
      perImage: [
        (image) => ({
          path: `${folderOf(image)}/${image.fileName}`,
          content: { kind: 'picture', imageId: image.id },
        }),
      ],
    };
  },
  warnings: (_dataset, { formats }) =>
    formats.length > 1 ? [`YOLO classes: has its own copy of the pictures, in ${root}/.`] : [],
  card: (dataset) => [
    `- **YOLO classes**: \`yolo classify train data=${root}\`, or torchvision’s \`ImageFolder\` on each split. A folder`,
    `  per class; readers number them by name: ${classFolders(dataset).join(', ')}.`,
  ],
  losses: (dataset) => {
    const { images } = dataset;
    const several = images.filter(
      ({ instances }) => new Set(instances.map(({ classIndex }) => classIndex)).size > 1,
    );
    const missing = usedSplits(dataset).flatMap((split) => {
      const own = new Set(
        images.filter((image) => image.split === split).map((image) => classFolder(dataset, image)),
      );
      return classFolders(dataset)
        .filter((folder) => !own.has(folder))
        .map((folder) => `${folder} in ${split}`);
    });
    return [
      {
        count: images.reduce((sum, { instances }) => sum + instances.length, 0),
        message: 'Classes of whole pictures only: where the defects are is left out.',
      },
      {
        count: several.length,
        message: `${countOf(several.length, 'picture')} with defects of several kinds will have the one kind with the most pixels.`,
      },
      {
        count: missing.length,
        message: `There is no picture of ${missing.join(', ')}: some readers refuse an empty class.`,
      },
    ];
  },
  check: checkYoloClassify,
};
