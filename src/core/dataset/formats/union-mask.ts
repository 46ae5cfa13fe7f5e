import type { Mask } from '#core/annotation/mask.ts';
import { unpackRegion } from '#core/annotation/packed-region.ts';
import { regionsToMask } from '#core/annotation/region.ts';
import type { DatasetImage } from '#core/dataset/dataset.ts';

/** One picture's defects of any kind: 0 or 255, all zero for a good one. */
export function unionMask({ width, height, instances }: DatasetImage): Mask {
  return regionsToMask(
    instances.map(({ region }) => unpackRegion(region)),
    width,
    height,
  );
}
