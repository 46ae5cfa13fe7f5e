import { type Box, measureMask } from '#core/annotation/mask.ts';
import type { Region } from '#core/annotation/region.ts';
import type { Picture } from '#imaging/picture.ts';
import type { Mark } from '#imaging/settle.ts';

/** Rows of the golden image with marks painted in: `rows * width * channels` bytes. */
export function paintRows(
  golden: Picture,
  marks: readonly Mark[],
  top: number,
  rows: number,
  painted: Uint8Array = new Uint8Array(rows * golden.width * golden.channels),
): Uint8Array {
  const { width, channels, data } = golden;
  painted.set(data.subarray(top * width * channels, (top + rows) * width * channels));
  for (const mark of marks) {
    eachOwned(
      mark,
      top,
      rows,
      (at, i) => {
        const to = (at - top * width) * channels;
        for (let c = 0; c < channels; c++) painted[to + c] = mark.values[i * channels + c]!;
      },
      width,
    );
  }
  return painted;
}

/** Rows of the mask: 255 on marks, else 0. */
export function maskRows(
  width: number,
  marks: readonly Mark[],
  top: number,
  rows: number,
  mask: Uint8Array = new Uint8Array(width * rows),
): Uint8Array {
  mask.fill(0);
  for (const mark of marks) eachOwned(mark, top, rows, (at) => (mask[at - top * width] = 255), width);
  return mask;
}

/** The bands, each of `perBand` rows, in which marks have pixels. */
export function bandsOf(marks: readonly Mark[], perBand: number): Set<number> {
  const bands = new Set<number>();
  for (const box of marks.map(boxOf)) {
    const last = Math.floor((box.y + box.height - 1) / perBand);
    for (let band = Math.floor(box.y / perBand); band <= last; band++) bands.add(band);
  }
  return bands;
}

/** Tight, in picture coordinates. */
export function boxOf({ left, top, width, height, owned }: Mark): Box {
  const { box } = measureMask({ width, height, data: owned })!;
  return { ...box, x: box.x + left, y: box.y + top };
}

/** A mark's own pixels with a tight box, in picture coordinates. */
export function regionOf(mark: Mark): Region {
  const { left, top, width, owned, area } = mark;
  const box = boxOf(mark);
  const data = new Uint8Array(box.width * box.height);
  for (let y = 0; y < box.height; y++) {
    for (let x = 0; x < box.width; x++) {
      data[y * box.width + x] = owned[(y + box.y - top) * width + x + box.x - left] ? 255 : 0;
    }
  }
  return { box, area, data };
}

/** Calls `visit` with the picture index and the mark's own index of each owned pixel in some rows. */
function eachOwned(
  { left, top, width, height, owned }: Mark,
  fromRow: number,
  rows: number,
  visit: (at: number, index: number) => void,
  pictureWidth: number,
): void {
  const last = Math.min(height, fromRow + rows - top);
  for (let y = Math.max(0, fromRow - top); y < last; y++) {
    for (let x = 0, i = y * width; x < width; x++, i++) {
      if (owned[i]) visit((y + top) * pictureWidth + x + left, i);
    }
  }
}
