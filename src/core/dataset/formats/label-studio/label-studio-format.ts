import { textFile } from '#core/dataset/planned-file.ts';
import type { FormatWriter } from '../format-writer.ts';
import { checkLabelStudio } from './check-label-studio.ts';
import { labelStudioConfig, labelStudioTasks } from './label-studio-tasks.ts';

/** Tasks for Label Studio with finished annotations. */
export const labelStudioFormat: FormatWriter = {
  entries: ['label-studio'],
  sharesPictures: () => true,
  plan: (dataset, { options }) => ({
    files: [
      textFile('label-studio/tasks.json', () => labelStudioTasks(dataset, options)),
      textFile('label-studio/config.xml', () => [labelStudioConfig(dataset, options)]),
    ],
  }),
  warnings: () => [],
  card: () => [
    '- **Label Studio**: start it with `LOCAL_FILES_SERVING_ENABLED=true` and `LOCAL_FILES_DOCUMENT_ROOT` = this folder, add',
    '  `images` as local storage without syncing it, take `label-studio/config.xml` as labelling interface, import `label-studio/tasks.json`.',
  ],
  losses: ({ images }, { options }) => {
    const count = images.reduce((sum, { instances }) => sum + instances.length, 0);
    switch (options.labelStudioRegions) {
      case 'brush':
        return [];
      case 'rectangles':
        return [{ count, message: 'Boxes only: the outlines of the defects are left out.' }];
      case 'polygons':
        return options.outlines === 'exact'
          ? []
          : [{ count, message: 'Outlines are simplified: they overlap the masks by at least 0.98.' }];
    }
  },
  check: checkLabelStudio,
};
