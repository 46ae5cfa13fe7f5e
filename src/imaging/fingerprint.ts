import type { Box } from '#core/annotation/mask.ts';
import { type Fingerprint, fingerprintBits } from '#core/dataset/fingerprint.ts';
import { lumaAt } from '#imaging/colour.ts';
import type { Picture } from '#imaging/picture.ts';

/** Steps from left to right, and rows. */
const side = Math.sqrt(fingerprintBits);
/** Around a mark, as a part of its box, and at least so many pixels. */
const margin = 0.25;
const leastMargin = 2;

/** `marks`: their boxes in pixels of `picture`, fractions allowed. Work follows the picture's area once. */
export function takeFingerprint(picture: Picture, marks: readonly Box[]): Fingerprint {
  const sums = sumUp(picture);
  return {
    picture: bitsOf(sums, { x: 0, y: 0, width: picture.width, height: picture.height }),
    marks: marks.map((box) => bitsOf(sums, withMargin(box, picture))),
  };
}

/** Luma summed over all pixels above and to the left: any rectangle's mean in four look-ups. */
type Sums = { readonly width: number; readonly height: number; readonly data: Float64Array };

function sumUp(picture: Picture): Sums {
  const { width, height, channels } = picture;
  const data = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += lumaAt(picture, (y * width + x) * channels);
      data[(y + 1) * (width + 1) + x + 1] = data[y * (width + 1) + x + 1]! + row;
    }
  }
  return { width, height, data };
}

function bitsOf(sums: Sums, { x, y, width, height }: Box): string {
  let digits = '';
  let bits = 0;
  for (let v = 0; v < side; v++) {
    const top = y + (v * height) / side;
    let before = 0;
    for (let u = 0; u <= side; u++) {
      const left = x + (u * width) / (side + 1);
      const mean = meanOf(sums, left, top, left + width / (side + 1), top + height / side);
      if (u > 0) bits = (bits << 1) | (mean > before ? 1 : 0);
      if (u > 0 && u % 4 === 0) {
        digits += bits.toString(16);
        bits = 0;
      }
      before = mean;
    }
  }
  return digits;
}

function meanOf(sums: Sums, left: number, top: number, right: number, bottom: number): number {
  const across = [at(sums, left, top), at(sums, right, top), at(sums, left, bottom), at(sums, right, bottom)];
  const mean = (across[3]! - across[2]! - across[1]! + across[0]!) / ((right - left) * (bottom - top));
  // Sums carry rounding errors, which are not to look like a slope.
  return Math.round(mean * 64) / 64;
}

/** The sum up to a place between pixels, as if each pixel were evenly filled. */
function at({ width, height, data }: Sums, x: number, y: number): number {
  const [u, v] = [Math.min(Math.floor(x), width - 1), Math.min(Math.floor(y), height - 1)];
  const [right, down] = [x - u, y - v];
  const from = v * (width + 1) + u;
  const over = data[from]! * (1 - right) + data[from + 1]! * right;
  const under = data[from + width + 1]! * (1 - right) + data[from + width + 2]! * right;
  return over * (1 - down) + under * down;
}

function withMargin({ x, y, width, height }: Box, picture: Picture): Box {
  const [across, down] = [Math.max(leastMargin, width * margin), Math.max(leastMargin, height * margin)];
  const [left, top] = [Math.max(0, x - across), Math.max(0, y - down)];
  return {
    x: left,
    y: top,
    width: Math.min(picture.width, x + width + across) - left,
    height: Math.min(picture.height, y + height + down) - top,
  };
}
