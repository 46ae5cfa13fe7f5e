import type { Picture } from '#imaging/picture.ts';
import { findInReRendered, type ReRenderedChanges } from './find-in-re-rendered.ts';

/** Share of the region's pixels whose values moved at all that shows it was drawn anew as a whole. */
const ALL = 0.9;
/** A region this small (px on a side) is too small to say what is usual in it. */
const LEAST_SIDE = 32;

/**
 * Generators draw the whole region again, and only some of it is the defect: the region is then compared
 * as a picture of its own. `null` where that is not so, or where nothing stands out in it.
 */
export function findInsideRegion(
  golden: Picture,
  other: Picture,
  region: Uint8Array,
  align: boolean,
): ReRenderedChanges | null {
  const box = boxOf(region, golden);
  if (!box || Math.min(box.width, box.height) < LEAST_SIDE) return null;
  if (touchedShare(golden, other, region) < ALL) return null;
  const found = findInReRendered(cutOut(golden, box), cutOut(other, box), { align, region: null });
  const mask = new Uint8Array(region.length);
  const sureness = new Float32Array(region.length);
  let any = false;
  for (let y = 0, i = 0; y < box.height; y++) {
    for (let x = 0; x < box.width; x++, i++) {
      const at = (y + box.y) * golden.width + x + box.x;
      if (!found.mask[i] || !region[at]) continue;
      mask[at] = 1;
      sureness[at] = found.sureness[i]!;
      any = true;
    }
  }
  return any && !found.unlike ? { ...found, mask, sureness } : null;
}

type Frame = { x: number; y: number; width: number; height: number };

function boxOf(region: Uint8Array, { width }: Picture): Frame | null {
  let [left, top, right, bottom] = [width, -1, -1, -1];
  for (let i = 0; i < region.length; i++) {
    if (!region[i]) continue;
    const x = i % width;
    const y = (i - x) / width;
    if (top < 0) top = y;
    bottom = y;
    if (x < left) left = x;
    if (x > right) right = x;
  }
  return top < 0 ? null : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

function touchedShare(golden: Picture, other: Picture, region: Uint8Array): number {
  const { channels } = golden;
  let all = 0;
  let touched = 0;
  for (let i = 0; i < region.length; i++) {
    if (!region[i]) continue;
    all++;
    for (let at = i * channels; at < (i + 1) * channels; at++) {
      if (golden.data[at] === other.data[at]) continue;
      touched++;
      break;
    }
  }
  return touched / all;
}

function cutOut({ width, channels, data }: Picture, box: Frame): Picture {
  const out = new Uint8Array(box.width * box.height * channels);
  for (let y = 0; y < box.height; y++) {
    const from = ((y + box.y) * width + box.x) * channels;
    out.set(data.subarray(from, from + box.width * channels), y * box.width * channels);
  }
  return { width: box.width, height: box.height, channels, data: out };
}
