import { outlineRegion } from '../annotation/outline-region.ts';
import { unpackRegion } from '../annotation/packed-region.ts';
import { traceRings } from '../annotation/trace-rings.ts';
import { classMask } from './class-mask.ts';
import type { Dataset, DatasetImage } from './dataset.ts';
import type { ExportFormat } from './export-format.ts';
import { mergeTwins, mostYoloPoints } from './yolo.ts';

/** What a format cannot carry. `count` says how many annotations it touches, or pictures where those are lost. */
export type Loss = { readonly format: ExportFormat; readonly message: string; readonly count: number };

/** Ultralytics skips a picture with a shorter side than this. */
const smallestYoloSide = 10;

/**
 * Everything that an export would leave out or change, to be shown before it starts. COCO carries all.
 * Traces every outline for `yolo`: about a millisecond per instance.
 */
export function listLosses(dataset: Dataset, formats: readonly ExportFormat[]): Loss[] {
  const total = dataset.images.reduce((sum, { instances }) => sum + instances.length, 0);
  const losses: Loss[] = [];
  const add = (format: ExportFormat, touched: number, message: string): void => {
    if (touched > 0) losses.push({ format, count: touched, message });
  };
  for (const format of formats) {
    if (format === 'coco') continue;
    if (format === 'masks') {
      const { overlapping, together } = maskLosses(dataset.images);
      add(
        format,
        overlapping,
        `In ${count(overlapping, 'picture')} defects of different kinds overlap: there the later one counts.`,
      );
      add(
        format,
        together,
        `${count(together, 'defect')} in pictures with several of a kind will not be told apart, only their kind.`,
      );
      continue;
    }
    const small = dataset.images.filter(
      ({ width, height }) => Math.min(width, height) < smallestYoloSide,
    ).length;
    add(
      format,
      small,
      `${count(small, 'picture')} below ${smallestYoloSide} pixels a side will be skipped by its readers.`,
    );
    const merged =
      total - dataset.images.reduce((sum, { instances }) => sum + mergeTwins(instances).length, 0);
    add(
      format,
      merged,
      `${count(merged, 'defect')} with the class and the box of another one in the picture will become one with it.`,
    );
    if (format === 'yolo-detect') {
      add(format, total, 'Boxes only: the outlines of the defects are left out.');
    } else {
      const { instances, lowestIou } = cappedOutlines(dataset.images);
      add(
        format,
        instances,
        `${count(instances, 'outline')} of more than ${mostYoloPoints} points will be simplified ` +
          `(lowest overlap with the mask ${Math.floor(lowestIou * 100) / 100}).`,
      );
    }
  }
  return losses;
}

function maskLosses(images: readonly DatasetImage[]): { overlapping: number; together: number } {
  let overlapping = 0;
  let together = 0;
  for (const image of images) {
    if (image.instances.length < 2) continue;
    const kinds = new Set(image.instances.map(({ classIndex }) => classIndex));
    if (kinds.size > 1 && classMask(image).overwritten > 0) overlapping++;
    for (const kind of kinds) {
      const alike = image.instances.filter(({ classIndex }) => classIndex === kind).length;
      if (alike > 1) together += alike;
    }
  }
  return { overlapping, together };
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

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
