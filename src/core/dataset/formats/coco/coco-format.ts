import { usedSplits } from '#core/dataset/dataset.ts';
import { textFile } from '#core/dataset/planned-file.ts';
import type { FormatWriter } from '../format-writer.ts';
import { simplifiedLoss } from '../simplified-loss.ts';
import { checkCoco } from './check-coco.ts';
import { cocoInstances } from './coco-instances.ts';

const cardOfSegmentation = {
  ring: ['One polygon per', '  instance; holes are cut in by a line of no width.'],
  polygons: ['One polygon per', '  part of an instance; holes are cut in by a line of no width.'],
  rle: [
    'Compressed run lengths:',
    '  `pycocotools.mask.decode` reads them; Detectron2 needs `INPUT.MASK_FORMAT bitmask`.',
  ],
  'rle-counts': ['Run lengths as lists:', '  `COCO.annToMask` of pycocotools reads them.'],
} as const;

/** COCO instances (cocodataset.org, "Data format"): carries everything. */
export const cocoFormat: FormatWriter = {
  entries: ['annotations'],
  sharesPictures: () => true,
  plan: (dataset, { options }) => ({
    files: usedSplits(dataset).map((split) =>
      textFile(`annotations/instances_${split}.json`, () => cocoInstances(dataset, split, options)),
    ),
  }),
  warnings: () => [],
  card: (_dataset, { options }) => {
    const [first, second] = cardOfSegmentation[options.cocoSegmentation];
    return [
      `- **COCO**: \`annotations/instances_<split>.json\` with the pictures in \`images/<split>/\`. ${first}`,
      `${second} Pictures of good parts have no annotation: set`,
      '  `FILTER_EMPTY_ANNOTATIONS = False` (Detectron2) or `filter_empty_gt=False` (MMDetection) to train on them.',
    ];
  },
  losses: (dataset, { options }) => {
    const { cocoSegmentation } = options;
    const hasOutlines = cocoSegmentation === 'ring' || cocoSegmentation === 'polygons';
    return hasOutlines ? [simplifiedLoss(dataset, options)] : [];
  },
  check: checkCoco,
};
