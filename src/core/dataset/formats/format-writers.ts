import type { ExportFormat } from '../export-format.ts';
import { cocoFormat } from './coco/coco-format.ts';
import type { FormatWriter } from './format-writer.ts';
import { instanceMasksFormat } from './instance-masks/instance-masks-format.ts';
import { masksFormat } from './masks/masks-format.ts';
import { mvtecFormat } from './mvtec/mvtec-format.ts';
import { pairsFormat } from './pairs/pairs-format.ts';
import { yoloFormat } from './yolo/yolo-format.ts';

/** The one table that every format is in, beside its words in `formatWords`. */
export const formatWriters: Readonly<Record<ExportFormat, FormatWriter>> = {
  coco: cocoFormat,
  yolo: yoloFormat('yolo', {
    rows: 'polygons',
    card: (yaml) => [
      `- **YOLO**: \`yolo segment train data=${yaml}\`. The rows are polygons; \`yolo detect train\``,
      '  takes the same file and reads the boxes from them.',
    ],
  }),
  'yolo-detect': yoloFormat('yolo-detect', {
    rows: 'boxes',
    card: (yaml) => [`- **YOLO boxes**: \`yolo detect train data=${yaml}\`. The rows are boxes.`],
  }),
  masks: masksFormat,
  'instance-masks': instanceMasksFormat,
  mvtec: mvtecFormat,
  pairs: pairsFormat,
};
