import { changeOf, JUST_NOTICEABLE } from '#imaging/colour.ts';
import type { Picture } from '#imaging/picture.ts';
import { isNoticeable } from '#imaging/settle.ts';

/** What was found, pixel by pixel. */
export type Changes = {
  /** `width * height`, 1 where changed. */
  readonly mask: Uint8Array;
  /** How sure each changed pixel is, 0 to 1; 0 elsewhere. */
  readonly sureness: Float32Array;
};

/** Every pixel that changed by a just-noticeable difference: right where all others are the same, byte for byte. */
export function findExactly(golden: Picture, other: Picture): Changes {
  const { width, height, channels } = golden;
  const mask = new Uint8Array(width * height);
  const sureness = new Float32Array(width * height);
  for (let i = 0; i < mask.length; i++) {
    const at = i * channels;
    // In whole numbers: what was moved by exactly that much counts.
    if (!isNoticeable(golden, at, other.data, at)) continue;
    const change = changeAt(golden, other, i);
    mask[i] = 1;
    sureness[i] = 1 - 0.3 * Math.exp((JUST_NOTICEABLE - change) / 6);
  }
  return { mask, sureness };
}

/** By how much pixel `i` differs between two pictures of one shape, in grey levels (`changeOf`). */
function changeAt(golden: Picture, other: Picture, i: number): number {
  const at = i * golden.channels;
  const d0 = other.data[at]! - golden.data[at]!;
  if (golden.channels === 1) return Math.abs(d0);
  const d1 = other.data[at + 1]! - golden.data[at + 1]!;
  const d2 = other.data[at + 2]! - golden.data[at + 2]!;
  return d0 === 0 && d1 === 0 && d2 === 0 ? 0 : changeOf(d0, d1, d2);
}
