import { findComponents } from '#imaging/components.ts';
import { cropPicture } from '#imaging/edit/crop-picture.ts';
import type { Picture } from '#imaging/picture.ts';
import { findAligned } from './find-aligned.ts';
import type { Changes } from './find-exactly.ts';
import type { Motion } from './motion.ts';
import { largestNearby } from './neighbourhood.ts';
import { planesOf } from './planes.ts';
import { prepareSource } from './predict.ts';

/** Around each part, so that what is usual can be read there: this share of its size, and at least so many px. */
const AROUND = 0.6;
const LEAST_AROUND = 48;
/** Windows larger than this keep what they have, and so does what is left when so many pixels have been looked at. */
const MOST_PIXELS = 1_300_000;
const MOST_PIXELS_IN_ALL = 2_600_000;
/** Small pixels by which a border of the smaller size may be off. */
const REACH = 2;
/** With less than this share of the part left, it is too faint to be seen at full size: it keeps its border. */
const ENOUGH = 0.5;

/**
 * Looks once more, at full size, at the surroundings of what was found at a smaller one: changes as
 * `changes`, with the borders that the pixels have. One small pixel is `factor` large ones.
 */
export function drawBorders(
  golden: Picture,
  other: Picture,
  motion: Motion,
  changes: Changes,
  factor: number,
): Changes {
  const { width, height, channels } = golden;
  const parts = findComponents(changes.mask, width, height, 8);
  const mask = changes.mask.slice();
  const sureness = changes.sureness.slice();
  const reach = Math.ceil(REACH * factor);
  let looked = 0;
  for (let label = 1; label < parts.areas.length; label++) {
    const window = windowAround(parts.boxes[label]!, width, height);
    const pixels = window.width * window.height;
    if (pixels > MOST_PIXELS || looked + pixels > MOST_PIXELS_IN_ALL) continue;
    looked += pixels;
    const own = new Float32Array(pixels);
    for (let i = 0; i < pixels; i++) own[i] = parts.labels[indexIn(window, i, width)] === label ? 1 : 0;
    const near = new Uint8Array(largestNearby(own, window.width, window.height, reach));
    const planes = planesOf(cropPicture(golden, window), window.width, window.height, channels);
    const moved = planesOf(cropPicture(other, window), window.width, window.height, channels);
    const found = findAligned(prepareSource(planes), moved, inWindow(motion, window, width, height), near);
    let held = 0;
    for (let i = 0; i < pixels; i++) if (near[i] && found.mask[i]) held++;
    if (held < ENOUGH * parts.areas[label]!) continue;
    for (let i = 0; i < pixels; i++) {
      if (!near[i]) continue;
      const at = indexIn(window, i, width);
      // What another part has is its own.
      if (parts.labels[at] !== label && parts.labels[at] !== 0) continue;
      mask[at] = found.mask[i]!;
      sureness[at] = found.mask[i] ? Math.max(found.sureness[i]!, changes.sureness[at]!) : 0;
    }
  }
  return { mask, sureness };
}

type Window = { left: number; top: number; width: number; height: number };

function windowAround(
  [left, top, right, bottom]: [number, number, number, number],
  width: number,
  height: number,
): Window {
  const across = Math.max(LEAST_AROUND, Math.round(AROUND * (right - left + 1)));
  const down = Math.max(LEAST_AROUND, Math.round(AROUND * (bottom - top + 1)));
  const [x, y] = [Math.max(0, left - across), Math.max(0, top - down)];
  return {
    left: x,
    top: y,
    width: Math.min(width, right + across + 1) - x,
    height: Math.min(height, bottom + down + 1) - y,
  };
}

function indexIn({ left, top, width }: Window, i: number, stride: number): number {
  const y = Math.floor(i / width);
  return (y + top) * stride + left + i - y * width;
}

/** The same motion about the window's centre. */
function inWindow({ a, b, dx, dy }: Motion, window: Window, width: number, height: number): Motion {
  const u = window.left + (window.width - width) / 2;
  const v = window.top + (window.height - height) / 2;
  return { a, b, dx: (a - 1) * u - b * v + dx, dy: b * u + (a - 1) * v + dy };
}
