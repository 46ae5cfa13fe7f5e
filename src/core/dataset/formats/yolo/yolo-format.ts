import { outlineRegion } from '#core/annotation/outline-region.ts';
import { unpackRegion } from '#core/annotation/packed-region.ts';
import { traceRings } from '#core/annotation/trace-rings.ts';
import { type Dataset, type DatasetImage, usedSplits } from '#core/dataset/dataset.ts';
import { formatWords } from '#core/dataset/export-format.ts';
import type { FormatOptions } from '#core/dataset/format-options.ts';
import { textFile } from '#core/dataset/planned-file.ts';
import { countOf } from '../count-of.ts';
import type { FormatLoss, FormatWriter } from '../format-writer.ts';
import { stemOf } from '../stem-of.ts';
import { checkYolo } from './check-yolo.ts';
import { mergeTwins, mostYoloPoints, type YoloRows, yoloLabels, yoloYaml } from './yolo-labels.ts';
import { type YoloLabelFormat, yoloRoot } from './yolo-root.ts';

/** Ultralytics skips a picture with a shorter side than this. */
const smallestSide = 10;

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
      return [
        textFile(`${root}data.yaml`, () => [yoloYaml(dataset)]),
        ...dataset.images.flatMap((image) => [
          textFile(`${root}labels/${image.split}/${stemOf(image.fileName)}.txt`, () => [
            yoloLabels(image, rows, options),
          ]),
          ...(root === '' ? [] : [ownPicture(root, image)]),
        ]),
      ];
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
    losses: (dataset, { options }) => [
      ...commonLosses(dataset),
      ...(rows === 'polygons' ? outlineLosses(dataset, options) : [boxLoss(dataset)]),
    ],
    check: (files, { formats }) => checkYolo(files, yoloRoot(format, formats), rows),
  };
}

function ownPicture(root: string, { id, split, fileName }: DatasetImage) {
  return { path: `${root}images/${split}/${fileName}`, content: { kind: 'picture', imageId: id } } as const;
}

function countInstances({ images }: Dataset): number {
  return images.reduce((sum, { instances }) => sum + instances.length, 0);
}

function commonLosses(dataset: Dataset): FormatLoss[] {
  const { images } = dataset;
  const small = images.filter(({ width, height }) => Math.min(width, height) < smallestSide).length;
  const merged =
    countInstances(dataset) - images.reduce((sum, { instances }) => sum + mergeTwins(instances).length, 0);
  return [
    {
      count: small,
      message: `${countOf(small, 'picture')} below ${smallestSide} pixels a side will be skipped by its readers.`,
    },
    {
      count: merged,
      message: `${countOf(merged, 'defect')} with the class and the box of another one in the picture will become one with it.`,
    },
  ];
}

function boxLoss(dataset: Dataset): FormatLoss {
  return {
    count: countInstances(dataset),
    message: 'Boxes only: the outlines of the defects are left out.',
  };
}

/** Traces every outline: about a millisecond each. */
function outlineLosses(dataset: Dataset, { outlines }: FormatOptions): FormatLoss[] {
  const { instances, lowestIou } = cappedOutlines(dataset.images);
  return [
    {
      count: outlines === 'simplified' ? countInstances(dataset) : 0,
      message:
        'Outlines are simplified: they overlap the masks by at least 0.98, where there is room for the points.',
    },
    {
      count: instances,
      message:
        `${countOf(instances, 'outline')} of more than ${mostYoloPoints} points will be simplified ` +
        `(lowest overlap with the mask ${Math.floor(lowestIou * 100) / 100}).`,
    },
  ];
}

function cappedOutlines(images: readonly DatasetImage[]): { instances: number; lowestIou: number } {
  let instances = 0;
  let lowestIou = 1;
  for (const image of images) {
    for (const { region: packed } of mergeTwins(image.instances)) {
      const region = unpackRegion(packed);
      const rings = traceRings(region.data, region.box.width, region.box.height);
      // Hanging up a ring costs two points: most outlines are cleared without doing it.
      const most = rings.reduce((sum, ring) => sum + ring.length / 2 + 2, 0);
      if (most <= mostYoloPoints) continue;
      const { iou } = outlineRegion(region, { maxPoints: mostYoloPoints });
      if (iou === 1) continue;
      instances++;
      lowestIou = Math.min(lowestIou, iou);
    }
  }
  return { instances, lowestIou };
}
