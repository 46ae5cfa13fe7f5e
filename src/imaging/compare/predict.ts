import { binomial } from './binomial.ts';
import { lumaOf, type Planes } from './planes.ts';
import { solveWithoutStains, tileError, TILES } from './solve-without-stains.ts';

/** How the other picture follows from the golden image where nothing happened: one row of factors for each channel. */
export type Model = { readonly factors: readonly Float64Array[] };

/**
 * Tone: 1, g, g2, v ln v, v ln2 v (how v^gamma moves with gamma). Sharpness: two. Motion: four. Colour: two.
 * Light: x, y, and these times g; then x2, xy, y2, and these times g.
 */
const TONE = 13;
const SLOPES = 17;
const TERMS = 23;
/** A richer light is believed where it makes the typical error of whole tiles smaller by this much. */
const WORTH = 0.7;
/** `v ln v` and `v ln2 v` of an 8-bit value, with v from 1/256 to 1; between values by interpolation. */
const firstOrder = Float32Array.from({ length: 257 }, (_, i) => ((i + 1) / 256) * Math.log((i + 1) / 256));
const secondOrder = firstOrder.map((value, i) => value * Math.log((i + 1) / 256));
/** A sample every so many cells of the picture. */
const CELLS = 2500;
/** Crops of edits are small: more samples would say the same again, and the fit is most of the time. */
const LEAST_CELL = 6;

/** The golden image with what the model is made of. */
export type Source = {
  readonly planes: Planes;
  /** A little and more blurred, for each channel. */
  readonly soft: readonly Float32Array[];
  readonly softer: readonly Float32Array[];
  /** Size of the luma's gradient, grey levels a pixel. */
  readonly steepness: Float32Array;
};

export function prepareSource(planes: Planes): Source {
  const { width, height } = planes;
  const soft = planes.fields.map((field) => binomial(field, width, height));
  return {
    planes,
    soft,
    softer: soft.map((field) => binomial(binomial(field, width, height), width, height)),
    steepness: steepnessOf(lumaOf(planes), width, height),
  };
}

/**
 * Fits the model to the pixels where `counts` is not 0, by least squares with weights that let changed parts
 * go (Cauchy at first, then Tukey's biweight), drawn towards "the same picture".
 */
export function fitModel(source: Source, other: Planes, counts: Uint8Array): Model {
  const points = samplePoints(source, counts);
  const { width, height } = source.planes;
  const tiles = points.map((at) => {
    const y = Math.floor(at / width);
    return Math.floor((y * TILES) / height) * TILES + Math.floor(((at - y * width) * TILES) / width);
  });
  const rows = new Float64Array(points.length * TERMS);
  const factors = other.fields.map((field, c) => {
    const target = new Float64Array(points.length);
    const trust = new Float64Array(points.length);
    for (let k = 0; k < points.length; k++) {
      const at = points[k]!;
      writeTerms(source, c, at, rows, k * TERMS);
      target[k] = field[at]! - source.planes.fields[c]![at]!;
      trust[k] = 1 / (4 + source.steepness[at]!);
    }
    let best = solveWithoutStains(rows, target, trust, TONE, null, tiles);
    let error = tileError(best.errors, tiles);
    for (const terms of [SLOPES, TERMS]) {
      const richer = solveWithoutStains(rows, target, trust, terms, best.factors, tiles);
      const next = tileError(richer.errors, tiles);
      // A large faint change can be mistaken for light. Light moves every tile, a change only some.
      if (next > WORTH * error) continue;
      best = richer;
      error = next;
    }
    return best.factors;
  });
  return { factors };
}

/** What the other picture would be if nothing had happened. */
export function predict(source: Source, { factors }: Model): Planes {
  const { width, height, fields } = source.planes;
  const predicted = fields.map((field, c) => {
    const f = factors[c]!;
    const out = new Float32Array(field.length);
    const second = fields[(c + 1) % 3];
    const third = fields[(c + 2) % 3];
    const soft = source.soft[c]!;
    const softer = source.softer[c]!;
    for (let y = 0, i = 0; y < height; y++) {
      const v = (2 * y) / (height - 1) - 1;
      const up = y > 0 ? width : 0;
      const down = y < height - 1 ? width : 0;
      const offset0 = f[0]! + v * (f[14]! + v * f[19]!);
      const offset1 = f[13]! + v * f[18]!;
      const gain0 = f[1]! + v * (f[16]! + v * f[22]!);
      const gain1 = f[15]! + v * f[21]!;
      for (let x = 0; x < width; x++, i++) {
        const u = (2 * x) / (width - 1) - 1;
        const value = field[i]!;
        const g = value / 128 - 1;
        const gx = (field[x < width - 1 ? i + 1 : i]! - field[x > 0 ? i - 1 : i]!) / 64;
        const gy = (field[i + down]! - field[i - up]!) / 64;
        const level = value < 0 ? 0 : value > 255 ? 255 : value;
        const step = level | 0;
        const part = level - step;
        const first = firstOrder[step]! + part * (firstOrder[step + 1]! - firstOrder[step]!);
        const next = secondOrder[step]! + part * (secondOrder[step + 1]! - secondOrder[step]!);
        let sum =
          value +
          offset0 +
          u * (offset1 + u * f[17]!) +
          g * (gain0 + u * (gain1 + u * f[20]!) + g * f[2]!) +
          f[3]! * first +
          f[4]! * next +
          (f[5]! * (soft[i]! - value) + f[6]! * (softer[i]! - soft[i]!)) / 32 +
          gx * (f[7]! - v * f[9]! + u * f[10]!) +
          gy * (f[8]! + u * f[9]! + v * f[10]!);
        if (fields.length === 3) sum += f[11]! * (second![i]! / 128 - 1) + f[12]! * (third![i]! / 128 - 1);
        out[i] = sum < 0 ? 0 : sum > 255 ? 255 : sum;
      }
    }
    return out;
  });
  return { width, height, fields: predicted };
}

/** The same terms as in `predict`, one by one. */
function writeTerms(
  { planes, soft, softer }: Source,
  c: number,
  at: number,
  out: Float64Array,
  to: number,
): void {
  const { width, height, fields } = planes;
  const y = Math.floor(at / width);
  const x = at - y * width;
  const u = (2 * x) / (width - 1) - 1;
  const v = (2 * y) / (height - 1) - 1;
  const field = fields[c]!;
  const value = field[at]!;
  const g = value / 128 - 1;
  const gx = (field[x < width - 1 ? at + 1 : at]! - field[x > 0 ? at - 1 : at]!) / 64;
  const gy = (field[y < height - 1 ? at + width : at]! - field[y > 0 ? at - width : at]!) / 64;
  const level = Math.max(0, Math.min(255, Math.round(value)));
  const colour = fields.length === 3;
  out[to] = 1;
  out[to + 1] = g;
  out[to + 2] = g * g;
  out[to + 3] = firstOrder[level]!;
  out[to + 4] = secondOrder[level]!;
  out[to + 5] = (soft[c]![at]! - value) / 32;
  out[to + 6] = (softer[c]![at]! - soft[c]![at]!) / 32;
  out[to + 7] = gx;
  out[to + 8] = gy;
  out[to + 9] = u * gy - v * gx;
  out[to + 10] = u * gx + v * gy;
  out[to + 11] = colour ? fields[(c + 1) % 3]![at]! / 128 - 1 : 0;
  out[to + 12] = colour ? fields[(c + 2) % 3]![at]! / 128 - 1 : 0;
  out[to + 13] = u;
  out[to + 14] = v;
  out[to + 15] = g * u;
  out[to + 16] = g * v;
  out[to + 17] = u * u;
  out[to + 18] = u * v;
  out[to + 19] = v * v;
  out[to + 20] = g * u * u;
  out[to + 21] = g * u * v;
  out[to + 22] = g * v * v;
}

/** In every cell one pixel anywhere and the steepest one. */
function samplePoints({ planes, steepness }: Source, counts: Uint8Array): Int32Array {
  const { width, height } = planes;
  const cell = Math.max(LEAST_CELL, Math.round(Math.sqrt((width * height) / CELLS)));
  const points: number[] = [];
  let hash = 1;
  for (let top = 0; top < height; top += cell) {
    for (let left = 0; left < width; left += cell) {
      let steepest = -1;
      for (let y = top; y < Math.min(top + cell, height); y++) {
        for (let x = left; x < Math.min(left + cell, width); x++) {
          const at = y * width + x;
          if (counts[at] && (steepest < 0 || steepness[at]! > steepness[steepest]!)) steepest = at;
        }
      }
      if (steepest < 0) continue;
      points.push(steepest);
      hash = (Math.imul(hash, 1664525) + 1013904223) >>> 0;
      const x = Math.min(width - 1, left + ((hash >>> 8) % cell));
      const y = Math.min(height - 1, top + ((hash >>> 20) % cell));
      if (counts[y * width + x]) points.push(y * width + x);
    }
  }
  return Int32Array.from(points);
}

export function steepnessOf(luma: Float32Array, width: number, height: number): Float32Array {
  const out = new Float32Array(luma.length);
  for (let y = 0, i = 0; y < height; y++) {
    const up = y > 0 ? width : 0;
    const down = y < height - 1 ? width : 0;
    for (let x = 0; x < width; x++, i++) {
      const gx = luma[x < width - 1 ? i + 1 : i]! - luma[x > 0 ? i - 1 : i]!;
      const gy = luma[i + down]! - luma[i - up]!;
      out[i] = 0.5 * Math.sqrt(gx * gx + gy * gy);
    }
  }
  return out;
}
