/**
 * A binary mask at its picture's own resolution: the one truth about where a defect is. Boxes,
 * polygons, run lengths and areas are all derived from it.
 */
export type Mask = {
  readonly width: number;
  readonly height: number;
  /** `width * height` bytes, row by row, 0 or 255. */
  readonly data: Uint8Array;
};

/** Pixels, on the corner lattice: pixel (x, y) covers [x, x+1) x [y, y+1). */
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** Tight box and pixel count of a mask; `null` when no pixel is set. */
export function measureMask(mask: Mask): { box: Box; area: number } | null {
  const { width, height, data } = mask;
  let left = width;
  let right = -1;
  let top = height;
  let bottom = -1;
  let area = 0;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (data[i] === 0) continue;
      area++;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
    }
  }
  if (area === 0) return null;
  return { box: { x: left, y: top, width: right - left + 1, height: bottom - top + 1 }, area };
}
