import { AppError } from '#core/app-error.ts';
import type { GreyPicture } from '#core/annotation/grey-picture.ts';
import { unpackRegion } from '#core/annotation/packed-region.ts';
import type { Dataset, DatasetImage } from '#core/dataset/dataset.ts';

/** Values that a class has for its instances: `1000 * id` to `1000 * id + 999`. */
export const instancesPerClass = 1000;

/** 65 thousand values and some. */
const mostClasses = 64;

export type InstanceMask = {
  readonly mask: GreyPicture;
  /** Instances of which a later one took pixels, wholly or in part. */
  readonly covered: number;
  /** Instances after the thousandth of their class, which share its number. */
  readonly beyond: number;
};

/**
 * One picture's instances told apart: `1000 * id + number`, id as in COCO, number from 0 in the order of the instances of
 * the class; 0 is background. These are the `instanceIds` of Cityscapes. Where instances overlap the later one wins.
 */
export function instanceMask({ width, height, instances }: DatasetImage): InstanceMask {
  const data = new Uint16Array(width * height);
  const counts = new Map<number, number>();
  const covered = new Set<number>();
  let beyond = 0;
  for (const { classIndex, region } of instances) {
    const number = counts.get(classIndex) ?? 0;
    counts.set(classIndex, number + 1);
    if (number >= instancesPerClass) beyond++;
    const value = (classIndex + 1) * instancesPerClass + Math.min(number, instancesPerClass - 1);
    const { box, data: crop } = unpackRegion(region);
    for (let y = 0; y < box.height; y++) {
      const to = (box.y + y) * width + box.x;
      for (let x = 0; x < box.width; x++) {
        if (crop[y * box.width + x] === 0) continue;
        const before = data[to + x]!;
        if (before !== 0 && before !== value) covered.add(before);
        data[to + x] = value;
      }
    }
  }
  return { mask: { width, height, data }, covered: covered.size, beyond };
}

/** What the thousands mean. */
export function instanceClassesJson({ classes }: Dataset): string {
  const lines = classes
    .map(({ index, name }) => `    ${JSON.stringify({ id: index + 1, name })}`)
    .join(',\n');
  return `{\n  "divisor": ${instancesPerClass},\n  "classes": [\n${lines}\n  ]\n}\n`;
}

/** Throws AppError `bad_request` where the classes do not fit into 16 bits. */
export function checkInstanceClasses({ classes }: Dataset): void {
  if (classes.length <= mostClasses) return;
  throw new AppError(
    'bad_request',
    `Instance masks tell at most ${mostClasses} kinds of defect apart, and there are ${classes.length}. Export without instance masks.`,
  );
}
