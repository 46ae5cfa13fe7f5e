import { type Dataset, usedSplits } from '#core/dataset/dataset.ts';
import { textFile } from '#core/dataset/planned-file.ts';
import { describeInstances } from '../describe-instances.ts';
import type { FormatWriter } from '../format-writer.ts';
import { simplifiedLoss } from '../simplified-loss.ts';
import { checkImagefolder } from './check-imagefolder.ts';
import { imagefolderRows } from './imagefolder-rows.ts';

/** Hugging Face's ImageFolder: a list beside the pictures of each split. */
export const imagefolderFormat: FormatWriter = {
  entries: [],
  sharesPictures: () => true,
  plan: (dataset, { options }) => {
    const instancesOf = describeInstances(dataset, options);
    return {
      files: usedSplits(dataset).map((split) =>
        textFile(`images/${split}/metadata.jsonl`, () => imagefolderRows(dataset, split, instancesOf)),
      ),
    };
  },
  warnings: (dataset) =>
    splitsOfGood(dataset).map(
      (split) =>
        `ImageFolder: there are only good pictures in ${split}, from which its reader cannot tell the types of the columns. Load it by itself, or change the split.`,
    ),
  card: ({ classes }) => [
    '- **ImageFolder** (Hugging Face): `load_dataset("imagefolder", data_dir="images")`. `objects` has `bbox` (left, top,',
    `  width, height in pixels), \`segmentation\`, \`area\`, and \`category\`, from 0 to ${classes.length - 1}, with its \`label\`. Good pictures have`,
    '  empty lists.',
  ],
  hubFiles: (split) => `images/${split}/**`,
  losses: (dataset, { options }) => [simplifiedLoss(dataset, options)],
  check: checkImagefolder,
};

function splitsOfGood(dataset: Dataset): string[] {
  return usedSplits(dataset).filter(
    (split) => !dataset.images.some((image) => image.split === split && image.kind === 'defect'),
  );
}
