import type { Picture } from '#imaging/picture.ts';

const BLOCK = 16;
/** A block with this range of values (grey levels) has something that saving or re-rendering would have moved. */
const DETAIL = 6;
/** Share of the detailed blocks that must be the same, byte for byte. */
const ENOUGH = 0.06;

/**
 * Whether the other picture is the golden image itself outside of some places, byte for byte, and not a
 * re-rendering of it. Asked of whole blocks with detail: chance keeps a pixel here and there, and flat white
 * survives everything, but no block with structure comes through a JPEG, a shift or a filter.
 */
export function isPartlyUntouched(golden: Picture, other: Picture): boolean {
  const { width, height, channels } = golden;
  const stride = width * channels;
  let detailed = 0;
  let same = 0;
  let all = 0;
  let sameOfAll = 0;
  for (let top = 0; top < height; top += BLOCK) {
    for (let left = 0; left < width; left += BLOCK) {
      const bottom = Math.min(top + BLOCK, height);
      const [from, to] = [left * channels, Math.min(left + BLOCK, width) * channels];
      let equal = true;
      for (let y = top; y < bottom && equal; y++) {
        for (let i = y * stride + from; i < y * stride + to; i++) {
          if (golden.data[i] === other.data[i]) continue;
          equal = false;
          break;
        }
      }
      all++;
      if (equal) sameOfAll++;
      if (!hasDetail(golden, top, bottom, from, to)) continue;
      detailed++;
      if (equal) same++;
    }
  }
  // A picture without detail (a drawing, a plain wall) is asked as a whole.
  return detailed >= 8 ? same > ENOUGH * detailed : sameOfAll > ENOUGH * all;
}

function hasDetail(
  { width, channels, data }: Picture,
  top: number,
  bottom: number,
  from: number,
  to: number,
): boolean {
  const stride = width * channels;
  for (let c = 0; c < channels; c++) {
    let low = 255;
    let high = 0;
    for (let y = top; y < bottom; y++) {
      for (let i = y * stride + from + c; i < y * stride + to; i += channels) {
        const value = data[i]!;
        if (value < low) low = value;
        if (value > high) high = value;
      }
      if (high - low >= DETAIL) return true;
    }
  }
  return false;
}
