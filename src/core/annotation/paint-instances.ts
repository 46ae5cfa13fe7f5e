import type { Mask } from './mask.ts';
import type { PackedRegion } from './packed-region.ts';
import { expandCounts } from './run-length.ts';

type Size = { readonly width: number; readonly height: number };
type Packed = Pick<PackedRegion, 'box' | 'counts'>;

/** Why instances from outside cannot be a picture's annotation; `at` is the first that is wrong. */
export type InstanceFault = {
  readonly at: number;
  readonly fault: 'counts' | 'outside' | 'loose' | 'empty' | 'shared';
};

/**
 * The mask of instances that came from outside, and the pixels of each. A fault instead, when counts do not fill their box
 * (`counts`), a box leaves the picture (`outside`) or is larger than what is set in it (`loose`), nothing is set (`empty`),
 * or two instances have a pixel in common (`shared`).
 *
 * Goes along the runs and never unfolds a box: what it costs is bounded by the text that came and the picture's own pixels.
 */
export function paintInstances(
  instances: readonly Packed[],
  size: Size,
): { readonly mask: Mask; readonly areas: readonly number[] } | InstanceFault {
  const mask = { ...size, data: new Uint8Array(size.width * size.height) };
  const areas: number[] = [];
  for (const [at, instance] of instances.entries()) {
    const area = paintOne(mask, instance);
    if (typeof area === 'string') return { at, fault: area };
    areas.push(area);
  }
  return { mask, areas };
}

function paintOne(mask: Mask, { box, counts }: Packed): number | InstanceFault['fault'] {
  if (box.x < 0 || box.y < 0 || box.width < 1 || box.height < 1) return 'outside';
  if (box.x + box.width > mask.width || box.y + box.height > mask.height) return 'outside';
  const runs = readRuns(counts, box.width * box.height);
  if (runs === null) return 'counts';
  let [left, right, top, bottom, area, at] = [box.width, -1, box.height, -1, 0, 0];
  for (const [index, run] of runs.entries()) {
    const end = at + run;
    if (index % 2 === 1) {
      for (let k = at; k < end; k++) {
        const x = Math.floor(k / box.height);
        const y = k - x * box.height;
        const pixel = (box.y + y) * mask.width + box.x + x;
        if (mask.data[pixel] !== 0) return 'shared';
        mask.data[pixel] = 255;
        left = Math.min(left, x);
        right = x;
        top = Math.min(top, y);
        bottom = Math.max(bottom, y);
      }
      area += run;
    }
    at = end;
  }
  if (area === 0) return 'empty';
  const isTight = left === 0 && top === 0 && right === box.width - 1 && bottom === box.height - 1;
  return isTight ? area : 'loose';
}

/** `null` unless they are run lengths that fill exactly so many pixels. */
function readRuns(counts: string, pixels: number): number[] | null {
  let runs: number[];
  try {
    runs = expandCounts(counts);
  } catch {
    return null;
  }
  let sum = 0;
  for (const run of runs) {
    if (run < 0) return null;
    sum += run;
    if (sum > pixels) return null;
  }
  return sum === pixels ? runs : null;
}
