import type { Alignment } from '#imaging/compare/compare-pictures.ts';
import { pictureOf, planesOf } from '#imaging/compare/planes.ts';
import { warp } from '#imaging/compare/warp.ts';
import type { Picture } from '#imaging/picture.ts';

/** Less than this many px at the picture's corners is no displacement. */
const LEAST = 0.15;

/** A model's picture moved to where the golden image is, by what comparing found. */
export function inPlace(picture: Picture, { dx, dy, degrees, scale }: Alignment): Picture {
  const { width, height, channels } = picture;
  const angle = (degrees * Math.PI) / 180;
  const far = Math.hypot(width, height) / 2;
  const displaced = Math.hypot(dx, dy) + far * (Math.abs(angle) + Math.abs(scale - 1));
  if (displaced < LEAST) return picture;
  const motion = { a: scale * Math.cos(angle), b: scale * Math.sin(angle), dx, dy };
  return pictureOf(warp(planesOf(picture, width, height, channels), motion).planes);
}
