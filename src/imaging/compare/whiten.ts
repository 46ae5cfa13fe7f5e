import type { Planes } from './planes.ts';
import { classify, usualSpread } from './usual-spread.ts';

/** Rounding alone gives 0.3; what tone curves leave over is about this much. Grey levels. */
const LEAST = 0.8;
const LEAST_HUE = 1;
const MOST = 30;

/** Other minus predicted, as lightness and, in colour, two opponent colours; grey levels. */
export function differenceOf(predicted: Planes, other: Planes): Float32Array[] {
  const [r, g, b] = other.fields.map((field, c) => {
    const expected = predicted.fields[c]!;
    const out = new Float32Array(field.length);
    for (let i = 0; i < out.length; i++) out[i] = field[i]! - expected[i]!;
    return out;
  }) as [Float32Array, Float32Array?, Float32Array?];
  if (!g || !b) return [r];
  const luma = new Float32Array(r.length);
  for (let i = 0; i < luma.length; i++) {
    const y = 0.299 * r[i]! + 0.587 * g[i]! + 0.114 * b[i]!;
    luma[i] = y;
    b[i] = 0.564 * (b[i]! - y);
    r[i] = 0.713 * (r[i]! - y);
  }
  return [luma, b, r];
}

/** The golden image's structure, of which re-rendering always leaves something behind. */
export type Structure = {
  /** Largest gradient of the luma in the 3 x 3 square, grey levels a pixel. */
  readonly peak: Float32Array;
  /** Mean gradient in the 9 x 9 square. */
  readonly around: Float32Array;
  /** Largest gradient of the opponent colours in the 5 x 5 square: colour is stored at half size by most formats. */
  readonly hue: Float32Array | null;
};

export type Whitened = {
  /** Each difference in units of what is usual at pixels like this one, held within 30 of them. */
  readonly fields: Float32Array[];
  /** The unit of the first field, grey levels. */
  readonly unit: Float32Array;
  /** The share of that unit, 0 to 1, that edges may be off by: it does not average out along an edge. */
  readonly edge: Float32Array;
  /** Which class each pixel is of. */
  readonly classes: Uint8Array;
};

/** Pixels by which edges may be off, for lightness and for colour, before that is a change. */
const OFF = 0.13;
const OFF_HUE = 0.4;

export function whiten(
  differences: readonly Float32Array[],
  { peak, around, hue }: Structure,
  counts: Uint8Array,
  width: number,
  height: number,
): Whitened {
  const classes = classify(peak, around, counts);
  const unit = new Float32Array(peak.length);
  const edge = new Float32Array(peak.length);
  const fields = differences.map((field, c) => {
    const spread = usualSpread(field, classes, counts, width, height, c === 0 ? LEAST : LEAST_HUE);
    const slopes = c === 0 ? peak : hue!;
    const off = c === 0 ? OFF : OFF_HUE;
    const out = new Float32Array(field.length);
    for (let i = 0; i < out.length; i++) {
      const own = spread[classes[i]!]!;
      const shift = off * slopes[i]!;
      const size = Math.sqrt(own * own + shift * shift);
      if (c === 0) {
        unit[i] = size;
        edge[i] = shift / size;
      }
      const value = field[i]! / size;
      out[i] = value > MOST ? MOST : value < -MOST ? -MOST : value;
    }
    return out;
  });
  return { fields, unit, edge, classes };
}
