import { AppError } from '#core/app-error.ts';
import type { Mask } from '#core/annotation/mask.ts';
import { pixelsOf } from '#imaging/area.ts';
import { findComponents } from '#imaging/components.ts';
import type { Foreground } from './foreground.ts';

/**
 * Where a person said the product is, on the reduced grid; what it encloses that is not product is a hole. The mask
 * is stretched over the picture. Throws AppError `bad_request` when there is no product in it.
 */
export function markedForeground(marked: Mask, grid: { width: number; height: number }): Foreground {
  const { width, height } = grid;
  const product = pixelsOf(marked, grid, { left: 0, top: 0, width, height });
  if (!product.includes(1)) {
    throw new AppError('bad_request', 'The product as it was marked is empty: mark where the product is.');
  }
  const outside = product.map((value) => 1 - value);
  const gaps = findComponents(outside, width, height, 4);
  const enclosed = gaps.boxes.map(([l, t, r, b]) => l > 0 && t > 0 && r < width - 1 && b < height - 1);
  return {
    product,
    holes: outside.map((_, i) => (gaps.labels[i]! > 0 && enclosed[gaps.labels[i]!] ? 1 : 0)),
    doubtful: new Uint8Array(width * height),
    confidence: 1,
    wholeFrame: !outside.includes(1),
  };
}
