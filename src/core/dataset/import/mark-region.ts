import { findRegions } from '#core/annotation/find-regions.ts';
import type { Mask } from '#core/annotation/mask.ts';
import { rasteriseRing } from '#core/annotation/rasterise-ring.ts';
import { type Region, uniteRegions } from '#core/annotation/region.ts';
import { decodeRunLength } from '#core/annotation/run-length.ts';
import type { LabelledPicture, Shape } from './labelled-picture.ts';

type Size = { readonly width: number; readonly height: number };

/**
 * The pixels that a mark of others covers, as pycocotools reads outlines; a box is covered whole. `null` where that is no
 * pixel, or where its numbers lie far outside of the picture.
 */
export function markRegion(shape: Shape, unit: LabelledPicture['unit'], size: Size): Region | null {
  const mask = maskOf(shape, unit === 'parts' ? size : { width: 1, height: 1 }, size);
  const [first, ...rest] = mask === null ? [] : findRegions(mask);
  // One mark stays one, also where it has several parts.
  return first === undefined ? null : uniteRegions([first, ...rest]);
}

function maskOf(shape: Shape, scale: Size, size: Size): Mask | null {
  switch (shape.kind) {
    case 'runs': {
      const { size: given, counts } = shape.runs;
      const total = counts.reduce((sum, count) => sum + count, 0);
      if (given[0] !== size.height || given[1] !== size.width || total !== size.width * size.height)
        return null;
      return counts.every((count) => count >= 0) ? decodeRunLength(shape.runs) : null;
    }
    case 'box': {
      const [x, y, width, height] = shape.box;
      const edge = (part: number, length: number, most: number): number =>
        Math.min(most, Math.max(0, Math.round(part * length)));
      const [left, right] = [edge(x, scale.width, size.width), edge(x + width, scale.width, size.width)];
      const [top, bottom] = [edge(y, scale.height, size.height), edge(y + height, scale.height, size.height)];
      if (!(right > left && bottom > top)) return null;
      const data = new Uint8Array(size.width * size.height);
      for (let row = top; row < bottom; row++)
        data.fill(255, row * size.width + left, row * size.width + right);
      return { ...size, data };
    }
    case 'rings': {
      const rings = shape.rings.map((ring) =>
        ring.map((value, i) => value * (i % 2 === 0 ? scale.width : scale.height)),
      );
      if (!rings.every((ring) => isBearable(ring, size))) return null;
      const data = new Uint8Array(size.width * size.height);
      for (const ring of rings) {
        rasteriseRing(ring, size.width, size.height).data.forEach((set, i) => {
          if (set !== 0) data[i] = 255;
        });
      }
      return { ...size, data };
    }
  }
}

/** Time goes with the length of the outline: no mask's is longer than all sides of all pixels, however it was drawn. */
function isBearable(ring: readonly number[], { width, height }: Size): boolean {
  let length = 0;
  for (let i = 0; i < ring.length; i += 2) {
    const [x, y] = [ring[i]!, ring[i + 1]!];
    if (!(x >= -width && x <= 2 * width && y >= -height && y <= 2 * height)) return false;
    const next = (i + 2) % ring.length;
    length += Math.max(Math.abs(ring[next]! - x), Math.abs(ring[next + 1]! - y));
  }
  return length <= 4 * width * height + 64;
}
