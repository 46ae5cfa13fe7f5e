import { columnRuns } from '#core/annotation/column-runs.ts';
import type { Box } from '#core/annotation/mask.ts';
import { unpackRegion } from '#core/annotation/packed-region.ts';
import { compressCounts } from '#core/annotation/run-length.ts';
import { boxesOf, type Labels } from './labels.ts';

/** A mark as the server takes it. */
export type PackedMark = { readonly defectId: string; readonly box: Box; readonly counts: string };

/** All marks that have pixels. Touches nothing but its arguments: runs in the worker too. */
export function packMarks(labels: Labels, defects: readonly (string | null)[]): PackedMark[] {
  return boxesOf(labels, defects.length).flatMap((box, mark) => {
    const defectId = defects[mark];
    if (box === undefined || defectId === undefined || defectId === null) return [];
    const crop = new Uint8Array(box.width * box.height);
    for (let y = 0, k = 0; y < box.height; y++) {
      let i = (box.y + y) * labels.width + box.x;
      for (let x = 0; x < box.width; x++, i++, k++) if (labels.data[i] === mark) crop[k] = 255;
    }
    return [{ defectId, box, counts: compressCounts(columnRuns(crop, box.width, box.height)) }];
  });
}

/**
 * The way back. Where marks overlap, as drawn ones may, the smaller one is on top: none of them disappears under
 * another.
 */
export function unpackMarks(
  marks: readonly (PackedMark & { readonly area: number })[],
  { width, height }: { width: number; height: number },
): { labels: Labels; defects: (string | null)[] } {
  const data = new Uint16Array(width * height);
  const order = [...marks.keys()].sort((a, b) => marks[b]!.area - marks[a]!.area);
  for (const k of order) {
    const { box, data: crop } = unpackRegion(marks[k]!);
    for (let y = 0, from = 0; y < box.height; y++) {
      let i = (box.y + y) * width + box.x;
      for (let x = 0; x < box.width; x++, i++, from++) if (crop[from] !== 0) data[i] = k + 1;
    }
  }
  return { labels: { width, height, data }, defects: [null, ...marks.map(({ defectId }) => defectId)] };
}
