import type { Mask } from '#core/annotation/mask.ts';
import type { Labels } from '../../mask-editor/document/labels.ts';

type Size = { readonly width: number; readonly height: number };

/** The number that the product has among the labels. */
export const product = 1;

/** Longest side of a mask that the server takes: the program looks at the picture no finer than half of it. */
const longest = 1024;

/** A mask on its own grid, on every pixel of its picture. */
export function labelsOf(mask: Mask, { width, height }: Size): Labels {
  const data = new Uint16Array(width * height);
  const columns = Array.from({ length: width }, (_, x) => Math.floor(((x + 0.5) * mask.width) / width));
  for (let y = 0, i = 0; y < height; y++) {
    const row = Math.floor(((y + 0.5) * mask.height) / height) * mask.width;
    for (let x = 0; x < width; x++, i++) if (mask.data[row + columns[x]!] !== 0) data[i] = product;
  }
  return { width, height, data };
}

/** What is marked, on the grid that is saved. */
export function maskOf({ width, height, data }: Labels): Mask {
  const scale = Math.min(1, longest / Math.max(width, height));
  const grid = {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
  const mask = new Uint8Array(grid.width * grid.height);
  for (let y = 0, i = 0; y < grid.height; y++) {
    const row = Math.floor(((y + 0.5) * height) / grid.height) * width;
    for (let x = 0; x < grid.width; x++, i++) {
      if (data[row + Math.floor(((x + 0.5) * width) / grid.width)] !== 0) mask[i] = 255;
    }
  }
  return { ...grid, data: mask };
}

export function isSameMask(a: Mask, b: Mask): boolean {
  return a.width === b.width && a.height === b.height && a.data.every((value, k) => value === b.data[k]);
}

/** How much of the picture is product, in whole percent; 100 only where all of it is. */
export function productShare({ data }: Mask): number {
  const set = data.reduce((sum, value) => sum + (value === 0 ? 0 : 1), 0);
  return set === data.length ? 100 : Math.min(99, Math.round((100 * set) / data.length));
}
