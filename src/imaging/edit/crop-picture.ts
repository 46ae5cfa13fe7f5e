import type { Picture } from '#imaging/picture.ts';

/** A part of a picture, which lies wholly inside it. */
export function cropPicture(
  { width: stride, channels, data }: Picture,
  { left, top, width, height }: { left: number; top: number; width: number; height: number },
): Picture {
  const cropped = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y++) {
    const from = ((y + top) * stride + left) * channels;
    cropped.set(data.subarray(from, from + width * channels), y * width * channels);
  }
  return { width, height, channels, data: cropped };
}
