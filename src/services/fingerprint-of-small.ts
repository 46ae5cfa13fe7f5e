import type { Box } from '#core/annotation/mask.ts';
import type { Fingerprint } from '#core/dataset/fingerprint.ts';
import { takeFingerprint } from '#imaging/fingerprint.ts';
import type { Picture } from '#imaging/picture.ts';

/** What a picture looks like by a small one of it; `boxes` are in pixels of the full `width` and `height`. */
export function fingerprintOfSmall(
  small: Picture,
  full: { readonly width: number; readonly height: number; readonly boxes: readonly Box[] },
): Fingerprint {
  const [across, down] = [small.width / full.width, small.height / full.height];
  return takeFingerprint(
    small,
    full.boxes.map(({ x, y, width, height }) => ({
      x: x * across,
      y: y * down,
      width: width * across,
      height: height * down,
    })),
  );
}
