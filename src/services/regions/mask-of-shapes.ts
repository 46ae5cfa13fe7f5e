import type { Mask } from '#core/annotation/mask.ts';
import type { RegionShapes } from '#core/blueprint/drawing-options.ts';
import { pixelsOf } from '#imaging/area.ts';

/** The pixels of a picture whose centre lies in one of the shapes. */
export function maskOfShapes(shapes: RegionShapes, size: { width: number; height: number }): Mask {
  const { width, height } = size;
  const covered = pixelsOf(shapes, size, { left: 0, top: 0, width, height });
  return { width, height, data: covered.map((value) => value * 255) };
}
