import type { Picture } from '#imaging/picture.ts';

/**
 * One just-noticeable difference, in 8-bit grey levels of `changeOf`. Two levels is about 1 % of the
 * range: under it a change cannot be told from rounding. A pixel is in a mask if and only if it changed
 * by at least this much; every other pixel is the golden one, exactly.
 */
export const JUST_NOTICEABLE = 2;

const GAMMA = 2.2;
const ENCODE_STEPS = 8192;

/** Linear light in [0, 1] of an 8-bit value (display gamma 2.2). */
export const linearOf: Float32Array = Float32Array.from(
  { length: 256 },
  (_, value) => (value / 255) ** GAMMA,
);

// Indexed by the square root of linear light, where 8192 steps are finer than a quarter of a level.
const encoded = Float32Array.from(
  { length: ENCODE_STEPS + 1 },
  (_, i) => 255 * ((i / ENCODE_STEPS) ** 2) ** (1 / GAMMA),
);

/** 8-bit value, not yet rounded, of linear light; clipped to [0, 255]. */
export function encodeLight(linear: number): number {
  if (!(linear > 0)) return 0;
  if (linear >= 1) return 255;
  return encoded[Math.round(Math.sqrt(linear) * ENCODE_STEPS)]!;
}

/**
 * Size of a colour change in grey levels: the channel differences weighted as in Rec. 601 luma, in
 * quadrature, so that a pure hue shift counts too. For grey it is the plain difference.
 */
export function changeOf(dr: number, dg: number, db: number): number {
  return Math.sqrt(0.299 * dr * dr + 0.587 * dg * dg + 0.114 * db * db);
}

/** Rec. 601 luma, 0-255, of the pixel that starts at byte `offset`. */
export function lumaAt(picture: Picture, offset: number): number {
  const { data, channels } = picture;
  if (channels === 1) return data[offset]!;
  return 0.299 * data[offset]! + 0.587 * data[offset + 1]! + 0.114 * data[offset + 2]!;
}

/** CIE L*a*b* (D65) of an 8-bit sRGB colour (0-255, means of several included), written into `out` at `at`. */
export function writeLab(r: number, g: number, b: number, out: Float32Array, at: number): void {
  const lr = lightOf(r);
  const lg = g === r ? lr : lightOf(g);
  const lb = b === r ? lr : lightOf(b);
  const x = labCurve((0.4124 * lr + 0.3576 * lg + 0.1805 * lb) / 0.9505);
  const y = labCurve(0.2126 * lr + 0.7152 * lg + 0.0722 * lb);
  const z = labCurve((0.0193 * lr + 0.1192 * lg + 0.9505 * lb) / 1.089);
  out[at] = 116 * y - 16;
  out[at + 1] = 500 * (x - y);
  out[at + 2] = 200 * (y - z);
}

/** Powers are slow, and means of 2 x 2 or 4 x 4 pixels are sixteenths. */
const sixteenths = Float64Array.from({ length: 255 * 16 + 1 }, (_, k) => (k / 16 / 255) ** GAMMA);

function lightOf(value: number): number {
  const k = value * 16;
  return Number.isInteger(k) ? sixteenths[k]! : (value / 255) ** GAMMA;
}

/** CIE L* of an 8-bit grey. */
export function lightnessOf(grey: number): number {
  return Number.isInteger(grey) ? lightnesses[grey]! : lightness(grey);
}

function lightness(grey: number): number {
  return 116 * labCurve((grey / 255) ** GAMMA) - 16;
}

function labCurve(t: number): number {
  return t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116;
}

// Photos that are not reduced have whole values.
const lightnesses = Float64Array.from({ length: 256 }, (_, grey) => lightness(grey));
