import type { Region } from '#core/annotation/region.ts';
import type { PaintRow } from '#core/annotation/shape-rows.ts';
import { defectColours } from './view/inks.ts';

const drawn = new WeakMap<Region, OffscreenCanvas>();

/** A region as it would be marked, with a checked pattern that tells it from what is. Made once for each region. */
export function previewBitmap(region: Region, place: number): OffscreenCanvas {
  const known = drawn.get(region);
  if (known !== undefined) return known;
  const { width, height } = region.box;
  const canvas = new OffscreenCanvas(Math.max(1, width), Math.max(1, height));
  const image = new ImageData(canvas.width, canvas.height);
  const [red, green, blue] = defectColours[Math.max(0, place) % defectColours.length]!;
  for (let k = 0; k < region.data.length; k++) {
    if (region.data[k] === 0) continue;
    const isLight = ((k % width) + Math.floor(k / width)) % 2 === 0;
    image.data.set(isLight ? [255, 255, 255, 170] : [red, green, blue, 220], k * 4);
  }
  canvas.getContext('2d')!.putImageData(image, 0, 0);
  drawn.set(region, canvas);
  return canvas;
}

/** The rows of a region, as `paint` wants them. */
export function regionRows({ box, data }: Region, row: PaintRow): void {
  for (let y = 0; y < box.height; y++) {
    const base = y * box.width;
    for (let x = 0; x < box.width; x++) {
      if (data[base + x] === 0) continue;
      const from = x;
      while (x < box.width && data[base + x] !== 0) x++;
      row(box.y + y, box.x + from, box.x + x);
    }
  }
}
