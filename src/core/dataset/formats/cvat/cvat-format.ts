import { textFile } from '#core/dataset/planned-file.ts';
import type { FormatWriter } from '../format-writer.ts';
import { checkCvat } from './check-cvat.ts';
import { cvatAnnotations } from './cvat-annotations.ts';

/** "CVAT for images 1.1": carries every mask exactly. */
export const cvatFormat: FormatWriter = {
  entries: ['annotations.xml'],
  sharesPictures: () => true,
  plan: (dataset) => ({
    files: [textFile('annotations.xml', () => cvatAnnotations(dataset))],
  }),
  warnings: () => [],
  card: () => [
    '- **CVAT**: make a task with these labels from a ZIP of what is in `images/`, so that its frames are called',
    '  `train/NAME.png`; then _Upload annotations_, “CVAT 1.1”, with `annotations.xml` alone. Every defect is a mask.',
  ],
  losses: () => [],
  check: checkCvat,
};
