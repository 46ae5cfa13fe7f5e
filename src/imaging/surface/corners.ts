import { quantile } from './quantile.ts';
import { boxMean } from './smooth.ts';

/** How near an outline a place must be to count as at it, in grid px; `diameter` is the product's, in grid px too. */
export function nearOutline(diameter: number): number {
  return Math.max(3, 0.07 * diameter);
}

/**
 * 1 where a square around a pixel holds the least of the product: about a half of it at straight edges, a quarter at
 * corners. The sharpest three per cent of what this shape has, and all that is sharper than a right angle.
 */
export function findCorners(
  product: Uint8Array,
  width: number,
  height: number,
  diameter: number,
): Uint8Array {
  const radius = Math.max(3, Math.round(nearOutline(diameter) * 1.6));
  const stride = width + 2 * radius;
  const padded = new Float32Array(stride * (height + 2 * radius));
  for (let y = 0; y < height; y++) {
    padded.set(product.subarray(y * width, (y + 1) * width), (y + radius) * stride + radius);
  }
  const mean = boxMean(padded, stride, height + 2 * radius, radius);
  const shares = new Float64Array(product.length);
  let count = 0;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (product[i]) shares[count++] = mean[(y + radius) * stride + x + radius]!;
    }
  }
  const limit = Math.max(0.3, quantile(shares.subarray(0, count), 0.03) ?? 1);
  const corners = new Uint8Array(product.length);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (!product[i]) continue;
      // Running sums give like places shares that differ in their last bit.
      const relative = Math.fround(mean[(y + radius) * stride + x + radius]! / limit);
      if (relative <= 1) corners[i] = 1;
    }
  }
  return corners;
}
