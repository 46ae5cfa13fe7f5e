import { textFile } from '#core/dataset/planned-file.ts';
import type { FormatWriter } from '../format-writer.ts';
import { yoloLosses } from '../yolo/yolo-losses.ts';
import { checkNdjson } from './check-ndjson.ts';
import { ndjsonLines } from './ndjson-lines.ts';

/** One line per picture, with the polygons of YOLO. */
export const ndjsonFormat: FormatWriter = {
  entries: ['dataset.ndjson'],
  sharesPictures: () => true,
  plan: (dataset, { options }) => ({
    files: [textFile('dataset.ndjson', () => ndjsonLines(dataset, options))],
  }),
  warnings: () => [],
  card: () => [
    '- **NDJSON**: `dataset.ndjson`, a line on the dataset and then one per picture, with polygons as in YOLO; `file` is in',
    '  `images/<split>/`. Lines have no `url`: whoever serves the pictures adds it.',
  ],
  losses: (dataset, { options }) => yoloLosses(dataset, 'polygons', options),
  check: checkNdjson,
};
