import type { Box, Mask } from './mask.ts';

/** One instance of a defect, cut out of its picture's mask: cost follows the defect, not the picture. */
export type Region = {
  /** Tight box in the picture's pixels. */
  readonly box: Box;
  /** Number of set pixels. */
  readonly area: number;
  /** `box.width * box.height` bytes, row by row, 0 or 255. */
  readonly data: Uint8Array;
};

/** One mask at the picture's size: set where any of the regions is. */
export function regionsToMask(regions: readonly Region[], width: number, height: number): Mask {
  const data = new Uint8Array(width * height);
  for (const { box, data: crop } of regions) {
    for (let y = 0; y < box.height; y++) {
      const to = (box.y + y) * width + box.x;
      for (let x = 0; x < box.width; x++) if (crop[y * box.width + x] !== 0) data[to + x] = 255;
    }
  }
  return { width, height, data };
}

/** One region, set where any of the given ones is; its box holds all of theirs. */
export function uniteRegions(regions: readonly [Region, ...Region[]]): Region {
  if (regions.length === 1) return regions[0];
  const x = Math.min(...regions.map(({ box }) => box.x));
  const y = Math.min(...regions.map(({ box }) => box.y));
  const width = Math.max(...regions.map(({ box }) => box.x + box.width)) - x;
  const height = Math.max(...regions.map(({ box }) => box.y + box.height)) - y;
  const moved = regions.map((region) => ({
    ...region,
    box: { ...region.box, x: region.box.x - x, y: region.box.y - y },
  }));
  const { data } = regionsToMask(moved, width, height);
  return { box: { x, y, width, height }, area: data.reduce((sum, value) => sum + (value & 1), 0), data };
}
