import { distanceTo } from './distance.ts';

const BLOCK = 12;
/** How far inside the outline a pixel may turn out to be background (a soft shadow), grid px. */
const RIM = 6;

/**
 * Takes out of `product`, in place, what lies along its outline and has the colour of the background there
 * rather than the product's: the barrier cut lets soft shadows in. Colours are means over the neighbouring
 * blocks, of pixels clearly outside and clearly inside.
 */
export function trimRim(lab: Float32Array, product: Uint8Array, width: number, height: number): void {
  const across = Math.ceil(width / BLOCK);
  const down = Math.ceil(height / BLOCK);
  const outside = new Uint8Array(product.length);
  for (let i = 0; i < product.length; i++) outside[i] = 1 - product[i]!;
  const inside = distanceTo(outside, width, height);
  const away = distanceTo(product, width, height);
  // Per block: L, a, b and count of the background, then of the product.
  const sums = new Float64Array(across * down * 8);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const depth = product[i] ? inside[i]! : away[i]!;
      if (depth < 2 || (product[i] && depth < RIM)) continue;
      const at = (Math.floor(y / BLOCK) * across + Math.floor(x / BLOCK)) * 8 + (product[i] ? 4 : 0);
      for (let c = 0; c < 3; c++) sums[at + c]! += lab[i * 3 + c]!;
      sums[at + 3]!++;
    }
  }
  const near = new Float64Array(8);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (!product[i] || inside[i]! > RIM) continue;
      collect(sums, across, down, Math.floor(x / BLOCK), Math.floor(y / BLOCK), near);
      if (near[3]! < 20 || near[7]! < 20) continue;
      if (distanceFrom(lab, i, near, 0) < 0.8 * distanceFrom(lab, i, near, 4)) product[i] = 0;
    }
  }
}

function collect(
  sums: Float64Array,
  across: number,
  down: number,
  column: number,
  row: number,
  near: Float64Array,
): void {
  near.fill(0);
  for (let v = Math.max(0, row - 1); v <= Math.min(down - 1, row + 1); v++) {
    for (let u = Math.max(0, column - 1); u <= Math.min(across - 1, column + 1); u++) {
      for (let k = 0; k < 8; k++) near[k]! += sums[(v * across + u) * 8 + k]!;
    }
  }
}

function distanceFrom(lab: Float32Array, i: number, near: Float64Array, at: 0 | 4): number {
  let squared = 0;
  for (let c = 0; c < 3; c++) squared += (lab[i * 3 + c]! - near[at + c]! / near[at + 3]!) ** 2;
  return Math.sqrt(squared);
}
