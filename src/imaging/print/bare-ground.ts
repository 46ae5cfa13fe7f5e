import type { Picture } from '#imaging/picture.ts';
import { growIn } from './grow-in.ts';

/** Cells of 2^2 px: finer is grain, which is borrowed, coarser is light and shape, which grow in from around. */
const FINEST = 2;

/**
 * The picture as it would be without its `ink` (1 where it is): light and shape grown in from around, and the grain
 * of the ground next to it. Grain is only taken from where `ground` is 1. Other pixels stay as they are.
 */
export function bareGround(picture: Picture, ink: Uint8Array, ground: Uint8Array): Uint8Array {
  const { width, height, channels, data } = picture;
  const smooth = growIn(picture, ground, FINEST);
  const bare = new Uint8Array(data);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (!ink[i]) continue;
      const from = nearGround(ground, width, height, x, y);
      for (let c = 0; c < channels; c++) {
        const at = i * channels + c;
        const grain = from < 0 ? 0 : data[from * channels + c]! - smooth[from * channels + c]!;
        bare[at] = Math.max(0, Math.min(255, Math.round(smooth[at]! + grain)));
      }
    }
  }
  return bare;
}

/** Tiles share a way to the ground, so that what is borrowed keeps its structure; neighbouring tiles differ. */
const TILE = 10;
const WAYS = 16;

/** A pixel of the ground near by, the first on one of a few ways from here; -1 when there is none. */
function nearGround(ground: Uint8Array, width: number, height: number, x: number, y: number): number {
  const turn = Math.imul(Math.floor(x / TILE) + 1, 73856093) ^ Math.imul(Math.floor(y / TILE) + 1, 19349663);
  for (let ring = 1, reach = 7; reach < width + height; ring++, reach = Math.ceil(reach * 1.3)) {
    for (let k = 0; k < WAYS; k++) {
      const angle = (2 * Math.PI * (((turn >>> 4) + k * 7) & (WAYS - 1))) / WAYS + 0.37 * ring;
      const u = x + Math.round(reach * Math.cos(angle));
      const v = y + Math.round(reach * Math.sin(angle));
      if (u < 0 || v < 0 || u >= width || v >= height) continue;
      if (ground[v * width + u]) return v * width + u;
    }
  }
  return -1;
}
