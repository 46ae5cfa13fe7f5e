import type { ExportFormat } from '../export-format.ts';
import { cocoFormat } from './coco/coco-format.ts';
import { croissantFormat } from './croissant/croissant-format.ts';
import { cvatFormat } from './cvat/cvat-format.ts';
import type { FormatWriter } from './format-writer.ts';
import { imagefolderFormat } from './imagefolder/imagefolder-format.ts';
import { instanceMasksFormat } from './instance-masks/instance-masks-format.ts';
import { labelStudioFormat } from './label-studio/label-studio-format.ts';
import { masksFormat } from './masks/masks-format.ts';
import { mvtecFormat } from './mvtec/mvtec-format.ts';
import { ndjsonFormat } from './ndjson/ndjson-format.ts';
import { pairsFormat } from './pairs/pairs-format.ts';
import { parquetFormat } from './parquet/parquet-format.ts';
import { vocFormat } from './voc/voc-format.ts';
import { yoloClassifyFormat } from './yolo-classify/yolo-classify-format.ts';
import { webdatasetFormat } from './webdataset/webdataset-format.ts';
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
  'yolo-obb': yoloFormat('yolo-obb', {
    rows: 'oriented',
    card: (yaml) => [
      `- **YOLO oriented boxes**: \`yolo obb train data=${yaml}\`. Four corners each, of the smallest rectangle around the mask.`,
    ],
  }),
  'yolo-classify': yoloClassifyFormat,
  masks: masksFormat,
  'instance-masks': instanceMasksFormat,
  mvtec: mvtecFormat,
  parquet: parquetFormat,
  imagefolder: imagefolderFormat,
  webdataset: webdatasetFormat,
  croissant: croissantFormat,
  pairs: pairsFormat,
  voc: vocFormat,
  cvat: cvatFormat,
  'label-studio': labelStudioFormat,
  ndjson: ndjsonFormat,
};
