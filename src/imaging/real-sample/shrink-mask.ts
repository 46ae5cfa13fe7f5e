import type { Mask } from '#core/annotation/mask.ts';

/** The mask with its long side at most `longSide` px; a pixel is set where any of those under it is: a hair-line stays. */
export function shrinkMask(mask: Mask, longSide: number): Mask {
  const scale = Math.min(1, longSide / Math.max(mask.width, mask.height));
  const width = Math.max(1, Math.round(mask.width * scale));
  const height = Math.max(1, Math.round(mask.height * scale));
  const data = new Uint8Array(width * height);
  for (let y = 0, i = 0; y < mask.height; y++) {
    const row = Math.floor((y * height) / mask.height) * width;
    for (let x = 0; x < mask.width; x++, i++) {
      if (mask.data[i] !== 0) data[row + Math.floor((x * width) / mask.width)] = 255;
    }
  }
  return { width, height, data };
}
