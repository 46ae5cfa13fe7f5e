import { outlineRegion } from '#core/annotation/outline-region.ts';
import { unpackRegion } from '#core/annotation/packed-region.ts';
import type { Dataset, DatasetImage } from '#core/dataset/dataset.ts';
import type { FormatOptions } from '#core/dataset/format-options.ts';

export type DescribedInstance = {
  /** From 1, through the whole dataset, as in COCO. */
  readonly id: number;
  readonly classIndex: number;
  /** Left, top, width, height in pixels: the tight box of the mask. */
  readonly bbox: readonly [number, number, number, number];
  /** Pixels of the mask. */
  readonly area: number;
  /** One outline, holes cut in: x and y in turns. */
  readonly ring: readonly number[];
};

/** For formats that carry instances as COCO does, but a picture at a time. Traces each outline when it is asked for. */
export function describeInstances(
  dataset: Dataset,
  { outlines }: Pick<FormatOptions, 'outlines'>,
): (image: DatasetImage) => DescribedInstance[] {
  const firstIds = new Map<number, number>();
  let next = 1;
  for (const { id, instances } of dataset.images) {
    firstIds.set(id, next);
    next += instances.length;
  }
  return (image) =>
    image.instances.map(({ classIndex, region }, index) => {
      const { box, area } = region;
      const { ring } = outlineRegion(unpackRegion(region), { simplify: outlines === 'simplified' });
      const id = firstIds.get(image.id)! + index;
      return { id, classIndex, bbox: [box.x, box.y, box.width, box.height], area, ring };
    });
}
