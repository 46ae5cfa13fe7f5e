import { AppError } from '#core/app-error.ts';
import type { Picture } from '#imaging/picture.ts';
import { pictureOf, planesOf } from './planes.ts';

/** Proportions that differ by more than this (rounding of sizes is less) show something else. */
const MOST_SKEW = 0.03;

/**
 * Both pictures with the golden image's size and the richer one's channels. Throws AppError `bad_request`
 * when their proportions differ.
 */
export function matchShape(golden: Picture, other: Picture): { golden: Picture; other: Picture } {
  const skew = (other.width * golden.height) / (other.height * golden.width);
  if (Math.abs(Math.log(skew)) > MOST_SKEW) {
    throw new AppError(
      'bad_request',
      `The other picture is ${other.width} x ${other.height} px and the golden image ${golden.width} x ${golden.height} px: crop it to the same proportions first.`,
    );
  }
  const channels = golden.channels === 3 || other.channels === 3 ? 3 : 1;
  const { width, height } = golden;
  const fit = (picture: Picture): Picture =>
    picture.width === width && picture.height === height && picture.channels === channels
      ? picture
      : pictureOf(planesOf(picture, width, height, channels));
  return { golden: fit(golden), other: fit(other) };
}
