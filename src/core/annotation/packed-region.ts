import { columnRuns, fillColumnRuns } from './column-runs.ts';
import type { Box } from './mask.ts';
import type { Region } from './region.ts';
import { compressCounts, expandCounts } from './run-length.ts';

/**
 * A region that fits in a database row or a release's JSON: a few kilobytes instead of its crop's
 * pixels. `counts` is COCO's compressed run-length string of the crop alone, size
 * `[box.height, box.width]`.
 */
export type PackedRegion = { readonly box: Box; readonly area: number; readonly counts: string };

/** Lossless; `unpackRegion` is the way back. */
export function packRegion({ box, area, data }: Region): PackedRegion {
  return { box, area, counts: compressCounts(columnRuns(data, box.width, box.height)) };
}

/** Throws when the counts do not fill the box exactly. */
export function unpackRegion({ box, area, counts }: PackedRegion): Region {
  const data = new Uint8Array(box.width * box.height);
  fillColumnRuns(data, box.width, box.height, expandCounts(counts));
  return { box, area, data };
}
