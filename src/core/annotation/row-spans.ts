import type { Region } from './region.ts';

/**
 * Runs of set pixels of a region, `[start, end, start, end, ...]`, ends excluded, counted row by row in a picture of a
 * width. Runs that touch, at the end of one row and the beginning of the next, are one.
 */
export function rowSpans({ box, data }: Region, width: number): number[] {
  const spans: number[] = [];
  for (let y = 0; y < box.height; y++) {
    const crop = y * box.width;
    const row = (box.y + y) * width + box.x;
    for (let x = 0; x < box.width; x++) {
      if (data[crop + x] === 0) continue;
      const start = row + x;
      while (x < box.width && data[crop + x] !== 0) x++;
      if (spans.at(-1) === start) spans[spans.length - 1] = row + x;
      else spans.push(start, row + x);
    }
  }
  return spans;
}
