import { columnRuns, fillColumnRuns } from './column-runs.ts';
import type { Mask } from './mask.ts';
import { compressCounts, expandCounts } from './run-length.ts';

/** A whole mask as text of a few kilobytes: COCO's compressed run lengths, down the columns, background first. */
export type PackedMask = { readonly width: number; readonly height: number; readonly counts: string };

/** Lossless; `unpackMask` is the way back. */
export function packMask({ width, height, data }: Mask): PackedMask {
  return { width, height, counts: compressCounts(columnRuns(data, width, height)) };
}

/** `null` when the counts are no run lengths, or do not fill the mask exactly. */
export function unpackMask({ width, height, counts }: PackedMask): Mask | null {
  const data = new Uint8Array(width * height);
  try {
    fillColumnRuns(data, width, height, expandCounts(counts));
  } catch {
    return null;
  }
  return { width, height, data };
}
