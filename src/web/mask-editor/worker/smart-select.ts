import type { Point } from '#core/annotation/shape-rows.ts';
import type { Region } from '#core/annotation/region.ts';
import { growRegion, indexOf } from './grow-region.ts';

type Size = { readonly width: number; readonly height: number };

/** How far around the pointer the strongest change is looked for, px. */
const snap = 6;

/** RGBA to how much each pixel changed, 0-255: the largest of its three channels. */
export function differenceOf(picture: Uint8ClampedArray, golden: Uint8ClampedArray): Uint8Array {
  const difference = new Uint8Array(picture.length / 4);
  for (let k = 0, i = 0; k < difference.length; k++, i += 4) {
    const red = Math.abs(picture[i]! - golden[i]!);
    const green = Math.abs(picture[i + 1]! - golden[i + 1]!);
    const blue = Math.abs(picture[i + 2]! - golden[i + 2]!);
    difference[k] = Math.max(red, green, blue);
  }
  return difference;
}

/**
 * What changed about as much as the strongest change near `at`, or more, and hangs together with it: `tolerance` (0-255) is
 * how much less a pixel may have changed. `null` where nothing changed near it.
 */
export function selectChanged(
  difference: Uint8Array,
  size: Size,
  at: Point,
  tolerance: number,
): Region | null {
  const seed = strongestNear(difference, size, at);
  const least = Math.max(1, difference[seed]! - tolerance);
  if (difference[seed] === 0) return null;
  return growRegion(size, seed, (index) => difference[index]! >= least);
}

/** What has the colour at `at`, `tolerance` (0-255) being the most that any channel may be off, and hangs together with it. */
export function selectColour(picture: Uint8ClampedArray, size: Size, at: Point, tolerance: number): Region {
  const seed = indexOf(at, size);
  const [red, green, blue] = [picture[seed * 4]!, picture[seed * 4 + 1]!, picture[seed * 4 + 2]!];
  return growRegion(size, seed, (index) => {
    const i = index * 4;
    return (
      Math.abs(picture[i]! - red) <= tolerance &&
      Math.abs(picture[i + 1]! - green) <= tolerance &&
      Math.abs(picture[i + 2]! - blue) <= tolerance
    );
  });
}

/**
 * The pixels around `at` that belong to what it belongs to, up to the next mark. `null` for what reaches the rim
 * of the picture without being a mark: nothing encloses it.
 */
export function selectEnclosed(labels: Uint16Array, size: Size, at: Point): Region | null {
  const seed = indexOf(at, size);
  const mark = labels[seed]!;
  const region = growRegion(size, seed, (index) => labels[index] === mark, { corners: false });
  const { x, y, width, height } = region.box;
  const isOpen = x === 0 || y === 0 || x + width === size.width || y + height === size.height;
  return mark === 0 && isOpen ? null : region;
}

function strongestNear(difference: Uint8Array, { width, height }: Size, at: Point): number {
  let best = indexOf(at, { width, height });
  const middle = { x: best % width, y: Math.floor(best / width) };
  for (let y = Math.max(0, middle.y - snap); y <= Math.min(height - 1, middle.y + snap); y++) {
    for (let x = Math.max(0, middle.x - snap); x <= Math.min(width - 1, middle.x + snap); x++) {
      if (difference[y * width + x]! > difference[best]!) best = y * width + x;
    }
  }
  return best;
}
