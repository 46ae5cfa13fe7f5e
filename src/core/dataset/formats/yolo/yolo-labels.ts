import { outlineRegion } from '#core/annotation/outline-region.ts';
import { type PackedRegion, packRegion, unpackRegion } from '#core/annotation/packed-region.ts';
import { type Region, uniteRegions } from '#core/annotation/region.ts';
import { type Dataset, type DatasetImage, type DatasetInstance, usedSplits } from '#core/dataset/dataset.ts';
import { type FormatOptions, readFormatOptions } from '#core/dataset/format-options.ts';
import { yamlText } from './yaml-text.ts';

/** Ultralytics resamples every outline of a picture in which one has more points. */
export const mostYoloPoints = 1000;

export type YoloRows = 'polygons' | 'boxes';

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
 * within 0 and 1. `polygons`: `class x1 y1 x2 y2 ...`; `boxes`: `class xcentre ycentre width height`.
 * Empty for a good picture. Instances that share class and box are one row, see `mergeTwins`.
 */
export function yoloLabels(
  image: DatasetImage,
  rows: YoloRows,
  { outlines }: Pick<FormatOptions, 'outlines'> = readFormatOptions(),
): string {
  return mergeTwins(image.instances)
    .map(({ classIndex, region }) => {
      const values =
        rows === 'boxes'
          ? boxValues(region)
          : outlineRegion(unpackRegion(region), {
              simplify: outlines === 'simplified',
              maxPoints: mostYoloPoints,
            }).ring;
      const parts = values.map((value, i) => formatPart(value / (i % 2 === 0 ? image.width : image.height)));
      return `${classIndex} ${parts.join(' ')}\n`;
    })
    .join('');
}

/**
 * Readers silently drop all but one of the instances that have the same class and the same box, even when
 * their polygons differ: unite them instead. Order is that of the first of each.
 */
export function mergeTwins(instances: readonly DatasetInstance[]): DatasetInstance[] {
  const twins = new Map<string, [DatasetInstance, ...DatasetInstance[]]>();
  for (const instance of instances) {
    const { x, y, width, height } = instance.region.box;
    const key = [instance.classIndex, x, y, width, height].join(' ');
    const known = twins.get(key);
    if (known) known.push(instance);
    else twins.set(key, [instance]);
  }
  return [...twins.values()].map((group) => {
    if (group.length === 1) return group[0];
    const [first, ...others] = group.map(({ region }) => unpackRegion(region)) as [Region, ...Region[]];
    return { classIndex: group[0].classIndex, region: packRegion(uniteRegions([first, ...others])) };
  });
}

function boxValues({ box }: PackedRegion): number[] {
  return [box.x + box.width / 2, box.y + box.height / 2, box.width, box.height];
}

/** One value above 1, even 1.000001, and the reader throws the whole picture away. */
function formatPart(part: number): string {
  return Math.min(1, Math.max(0, part)).toFixed(6);
}
