import { textFile } from '#core/dataset/planned-file.ts';
import { countOf } from '../count-of.ts';
import type { FormatWriter } from '../format-writer.ts';
import { stemOf } from '../stem-of.ts';
import { checkInstanceMasks } from './check-instance-masks.ts';
import {
  checkInstanceClasses,
  instanceClassesJson,
  instanceMask,
  instancesPerClass,
} from './instance-mask.ts';

/** A 16-bit grey PNG per picture that tells every instance apart: instance segmentation without polygons. */
export const instanceMasksFormat: FormatWriter = {
  entries: ['instance_masks'],
  sharesPictures: () => true,
  plan: (dataset) => {
    checkInstanceClasses(dataset);
    return {
      files: [textFile('instance_masks/classes.json', () => [instanceClassesJson(dataset)])],
      perImage: [
        (image) => ({
          path: `instance_masks/${image.split}/${stemOf(image.fileName)}.png`,
          content: { kind: 'mask', draw: () => instanceMask(image).mask },
        }),
      ],
    };
  },
  warnings: () => [],
  card: () => [
    '- **Instance masks**: `instance_masks/<split>/NAME.png` beside `images/<split>/NAME.png`: 16-bit grey, value =',
    '  1000 × class id + number of the defect from 0 (the `instanceIds` of Cityscapes), 0 = background. Read them with',
    '  `np.array(Image.open(path))` or `cv2.imread(path, cv2.IMREAD_UNCHANGED)`; 8-bit readers cut the values off.',
  ],
  losses: ({ images }) => {
    let covered = 0;
    let beyond = 0;
    for (const image of images) {
      if (image.instances.length < 2) continue;
      const drawn = instanceMask(image);
      covered += drawn.covered;
      beyond += drawn.beyond;
    }
    return [
      {
        count: covered,
        message: `${countOf(covered, 'defect')} will lose the pixels that a later one in the picture covers.`,
      },
      {
        count: beyond,
        message: `${countOf(beyond, 'defect')} after the first ${instancesPerClass} of a kind in a picture will become one.`,
      },
    ];
  },
  check: checkInstanceMasks,
};
