import { changeOf } from '#imaging/colour.ts';
import type { Picture } from '#imaging/picture.ts';
import { growIn } from './grow-in.ts';

/** For each pixel of the room how far it is from another picture, in 8-bit levels of `changeOf`; 0 elsewhere. */
export function distancesTo(
  { channels, data }: Picture,
  other: ArrayLike<number>,
  room: Uint8Array,
): Float32Array {
  const apart = new Float32Array(room.length);
  for (let i = 0; i < room.length; i++) {
    if (!room[i]) continue;
    const at = i * channels;
    apart[i] =
      channels === 1
        ? Math.abs(data[at]! - other[at]!)
        : changeOf(data[at]! - other[at]!, data[at + 1]! - other[at + 1]!, data[at + 2]! - other[at + 2]!);
  }
  return apart;
}

/**
 * How much of the ground the ink covers, 0-1: where a pixel lies on the way from the bare ground to the colour of
 * the ink near it, which is that of its pixels that stand out the most.
 */
export function projectedCover(
  photo: Picture,
  bare: Uint8Array,
  ink: Uint8Array,
  apart: Float32Array,
): Float32Array {
  const { width, channels, data } = photo;
  const core = Uint8Array.from(ink, (set, i) =>
    set && apart[i]! >= 0.85 * strongestAround(apart, i, width) ? 1 : 0,
  );
  const full = growIn(photo, core, 0);
  const cover = new Float32Array(ink.length);
  for (let i = 0; i < ink.length; i++) {
    if (!ink[i]) continue;
    let along = 0;
    let length = 0;
    for (let c = 0; c < channels; c++) {
      const at = i * channels + c;
      along += (data[at]! - bare[at]!) * (full[at]! - bare[at]!);
      length += (full[at]! - bare[at]!) ** 2;
    }
    cover[i] = Math.max(0, Math.min(1, along / Math.max(1, length)));
  }
  return cover;
}

/** Within two px. */
function strongestAround(apart: Float32Array, i: number, width: number): number {
  let most = 0;
  for (let row = i - 2 * width; row <= i + 2 * width; row += width) {
    for (let k = row - 2; k <= row + 2; k++) if ((apart[k] ?? 0) > most) most = apart[k]!;
  }
  return most;
}
