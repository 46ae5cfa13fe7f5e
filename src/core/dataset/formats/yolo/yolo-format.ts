import { type DatasetImage, usedSplits } from '#core/dataset/dataset.ts';
import { formatWords } from '#core/dataset/export-format.ts';
import { type PlannedFile, textFile } from '#core/dataset/planned-file.ts';
import { pictureFile } from '#core/dataset/picture-file.ts';
import type { FormatWriter } from '../format-writer.ts';
import { stemOf } from '../stem-of.ts';
import { checkYolo } from './check-yolo.ts';
import { type YoloRows, yoloLabels, yoloYaml } from './yolo-labels.ts';
import { yoloLosses } from './yolo-losses.ts';
import { type YoloLabelFormat, yoloRoot } from './yolo-root.ts';

/** One kind of rows in `labels/<split>/NAME.txt`, with its `data.yaml` (docs.ultralytics.com, "Datasets"). */
export function yoloFormat(
  format: YoloLabelFormat,
  kind: { readonly rows: YoloRows; readonly card: (yaml: string) => string[] },
): FormatWriter {
  const { rows } = kind;
  return {
    entries: ['data.yaml', 'labels', format],
    sharesPictures: ({ formats }) => yoloRoot(format, formats) === '',
    plan: (dataset, { formats, options }) => {
      const root = yoloRoot(format, formats);
      const labels = (image: DatasetImage): PlannedFile =>
        textFile(`${root}labels/${image.split}/${stemOf(image.fileName)}.txt`, () => [
          yoloLabels(image, rows, options),
        ]);
      return {
        files: [textFile(`${root}data.yaml`, () => [yoloYaml(dataset)])],
        perImage: root === '' ? [labels] : [labels, pictureFile(`${root}images`)],
      };
    },
    warnings: (dataset, { formats }) => {
      const root = yoloRoot(format, formats);
      return [
        ...(root === ''
          ? []
          : [
              `${formatWords[format].label}: needs its own copy of the pictures beside other labels, in ${root}.`,
            ]),
        ...(usedSplits(dataset).includes('val')
          ? []
          : ['YOLO validates on the training pictures, because there is no other.']),
      ];
    },
    card: (_dataset, { formats }) => kind.card(`${yoloRoot(format, formats)}data.yaml`),
    losses: (dataset, { options }) => yoloLosses(dataset, rows, options),
    check: (files, { formats }) => checkYolo(files, yoloRoot(format, formats), rows),
  };
}
