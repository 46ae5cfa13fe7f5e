import { AppError } from '#core/app-error.ts';
import type { Mask } from '#core/annotation/mask.ts';
import { unpackRegion } from '#core/annotation/packed-region.ts';
import type { Dataset, DatasetImage } from '#core/dataset/dataset.ts';
import { vocColour } from '../voc-colour.ts';

/** What trainers leave out of the loss. We never write it, so no class may have it. */
const ignoreIndex = 255;

export type ClassMask = {
  /** `width * height` bytes, row by row: 0 background, else `class index + 1`, as COCO's category. */
  readonly mask: Mask;
  /** Marked pixels that a later instance of another class took from an earlier one. */
  readonly overwritten: number;
};

/** One picture's instances as class numbers; where they overlap the later one wins. All zero for a good picture. */
export function classMask({ width, height, instances }: DatasetImage): ClassMask {
  const data = new Uint8Array(width * height);
  let overwritten = 0;
  for (const { classIndex, region } of instances) {
    const { box, data: crop } = unpackRegion(region);
    const value = classIndex + 1;
    for (let y = 0; y < box.height; y++) {
      const to = (box.y + y) * width + box.x;
      for (let x = 0; x < box.width; x++) {
        if (crop[y * box.width + x] === 0) continue;
        const before = data[to + x]!;
        if (before !== 0 && before !== value) overwritten++;
        data[to + x] = value;
      }
    }
  }
  return { mask: { width, height, data }, overwritten };
}

/** `classes.json`: what the values of the masks mean, with the colours Pascal VOC shows them in. */
export function classesJson(dataset: Dataset): string {
  const classes = [
    { id: 0, name: 'background', color: vocColour(0) },
    ...dataset.classes.map(({ index, name }) => ({ id: index + 1, name, color: vocColour(index + 1) })),
  ];
  const lines = classes.map((item) => `    ${JSON.stringify(item)}`).join(',\n');
  return `{\n  "ignore_index": ${ignoreIndex},\n  "classes": [\n${lines}\n  ]\n}\n`;
}

/** Throws AppError `bad_request` where the classes do not fit into a byte. */
export function checkClassCount({ classes }: Dataset): void {
  if (classes.length < ignoreIndex) return;
  throw new AppError(
    'bad_request',
    `Masks tell at most ${ignoreIndex - 1} kinds of defect apart, and there are ${classes.length}. Export without masks.`,
  );
}
