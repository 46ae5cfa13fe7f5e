import { outlineRegion } from '#core/annotation/outline-region.ts';
import { type PackedRegion, packRegion, unpackRegion } from '#core/annotation/packed-region.ts';
import { type Region, uniteRegions } from '#core/annotation/region.ts';
import { smallestRectangle } from '#core/annotation/smallest-rectangle.ts';
import { type Dataset, type DatasetImage, type DatasetInstance, usedSplits } from '#core/dataset/dataset.ts';
import { type FormatOptions, readFormatOptions } from '#core/dataset/format-options.ts';
import { yamlText } from './yaml-text.ts';

/** Ultralytics resamples every outline of a picture in which one has more points. */
export const mostYoloPoints = 1000;

/** `oriented`: the smallest rectangle, tilted as it has to be. */
export type YoloRows = 'polygons' | 'boxes' | 'oriented';

type Row = readonly [classIndex: number, ...parts: number[]];
type RowOptions = Pick<FormatOptions, 'outlines'>;

/**
 * `data.yaml` without a `path:` key: readers then take the file's own folder, wherever it is unpacked.
 * `train` and `val` must both exist for them, so a dataset of one picture validates on what it trained on.
 */
export function yoloYaml(dataset: Dataset): string {
  const used = usedSplits(dataset);
  const lines = [
    `# ${dataset.classes.length} classes, ${dataset.images.length} pictures. Keep this file beside images/ and labels/.`,
  ];
  lines.push(`train: images/${used.includes('train') ? 'train' : used[0]!}`);
  lines.push(`val: images/${used.includes('val') ? 'val' : used[0]!}`);
  if (used.includes('test')) lines.push('test: images/test');
  lines.push('', `nc: ${dataset.classes.length}`, 'names:');
  for (const { index, name } of dataset.classes) lines.push(`  ${index}: ${yamlText(name)}`);
  return `${lines.join('\n')}\n`;
}

/**
 * One picture's label file: a row per instance, coordinates as parts of the picture's width and height,
 * within 0 and 1. `polygons`: `class x1 y1 x2 y2 ...`; `boxes`: `class xcentre ycentre width height`;
 * `oriented`: `class x1 y1 x2 y2 x3 y3 x4 y4`. Empty for a good picture.
 */
export function yoloLabels(
  image: DatasetImage,
  rows: YoloRows,
  options: RowOptions = readFormatOptions(),
): string {
  return yoloRows(image, rows, options)
    .map(([classIndex, ...parts]) => `${classIndex} ${parts.map((part) => part.toFixed(6)).join(' ')}\n`)
    .join('');
}

/** The same in numbers, of six decimals. Instances that share class and box are one row, see `mergeTwins`. */
export function yoloRows(image: DatasetImage, rows: YoloRows, options: RowOptions): Row[] {
  return mergeTwins(image, rows).map(({ classIndex, region }) => {
    const values = valuesOf(region, image, rows, options);
    return [
      classIndex,
      ...values.map((value, i) => toPart(value / (i % 2 === 0 ? image.width : image.height))),
    ];
  });
}

function valuesOf(
  region: PackedRegion,
  image: DatasetImage,
  rows: YoloRows,
  { outlines }: RowOptions,
): readonly number[] {
  const { x, y, width, height } = region.box;
  switch (rows) {
    case 'boxes':
      return [x + width / 2, y + height / 2, width, height];
    case 'oriented':
      return smallestRectangle(unpackRegion(region), image);
    case 'polygons': {
      const simplify = outlines === 'simplified';
      return outlineRegion(unpackRegion(region), { simplify, maxPoints: mostYoloPoints }).ring;
    }
  }
}

/** One value above 1, even 1.000001, and the reader throws the whole picture away. */
function toPart(part: number): number {
  return Math.round(Math.min(1, Math.max(0, part)) * 1e6) / 1e6;
}

/**
 * Readers take an upright box from every row, and silently drop all but one of the instances that have the same class and
 * the same box, even when their polygons differ: unite them instead. Order is that of the first of each.
 */
export function mergeTwins(image: DatasetImage, rows: YoloRows): DatasetInstance[] {
  let instances = [...image.instances];
  for (;;) {
    const twins = new Map<string, [DatasetInstance, ...DatasetInstance[]]>();
    for (const instance of instances) {
      const key = [instance.classIndex, ...readBox(instance.region, image, rows)].join(' ');
      const known = twins.get(key);
      if (known) known.push(instance);
      else twins.set(key, [instance]);
    }
    if (twins.size === instances.length) return instances;
    // A united rectangle may be the twin of yet another.
    instances = [...twins.values()].map(unite);
  }
}

function unite(group: [DatasetInstance, ...DatasetInstance[]]): DatasetInstance {
  if (group.length === 1) return group[0];
  const [first, ...others] = group.map(({ region }) => unpackRegion(region)) as [Region, ...Region[]];
  return { classIndex: group[0].classIndex, region: packRegion(uniteRegions([first, ...others])) };
}

/** The upright box that a reader takes from a row. */
function readBox(region: PackedRegion, image: DatasetImage, rows: YoloRows): number[] {
  const { x, y, width, height } = region.box;
  if (rows !== 'oriented') return [x, y, x + width, y + height];
  const corners = smallestRectangle(unpackRegion(region), image);
  const [xs, ys] = [0, 1].map((axis) => corners.filter((_, i) => i % 2 === axis)) as [number[], number[]];
  return [
    toPart(Math.min(...xs) / image.width),
    toPart(Math.min(...ys) / image.height),
    toPart(Math.max(...xs) / image.width),
    toPart(Math.max(...ys) / image.height),
  ];
}
