import { outlineRegion } from '#core/annotation/outline-region.ts';
import { unpackRegion } from '#core/annotation/packed-region.ts';
import { traceRings } from '#core/annotation/trace-rings.ts';
import type { Dataset, DatasetImage } from '#core/dataset/dataset.ts';
import type { FormatOptions } from '#core/dataset/format-options.ts';
import { countOf } from '../count-of.ts';
import type { FormatLoss } from '../format-writer.ts';
import { mergeTwins, mostYoloPoints, type YoloRows } from './yolo-labels.ts';

/** Ultralytics skips a picture with a shorter side than this. */
const smallestSide = 10;

/** What rows of this kind leave out or change. */
export function yoloLosses(dataset: Dataset, rows: YoloRows, options: FormatOptions): FormatLoss[] {
  return [
    ...commonLosses(dataset, rows),
    ...(rows === 'polygons' ? outlineLosses(dataset, options) : [boxLoss(dataset, rows)]),
  ];
}

function countInstances({ images }: Dataset): number {
  return images.reduce((sum, { instances }) => sum + instances.length, 0);
}

function commonLosses(dataset: Dataset, rows: YoloRows): FormatLoss[] {
  const { images } = dataset;
  const small = images.filter(({ width, height }) => Math.min(width, height) < smallestSide).length;
  const merged =
    countInstances(dataset) - images.reduce((sum, image) => sum + mergeTwins(image, rows).length, 0);
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

function boxLoss(dataset: Dataset, rows: YoloRows): FormatLoss {
  return {
    count: countInstances(dataset),
    message: `${rows === 'oriented' ? 'Tilted boxes' : 'Boxes'} only: the outlines of the defects are left out.`,
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
    for (const { region: packed } of mergeTwins(image, 'polygons')) {
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
