import { changeOf } from '#imaging/colour.ts';
import { contrastOf } from '#imaging/contrast.ts';
import type { Region } from '#core/annotation/region.ts';
import type { Picture } from '#imaging/picture.ts';

export type MarkContrast = {
  /** Grey levels, as `contrastOf` would give them for a mark drawn on this surface. */
  readonly levels: number;
  readonly tone: 'dark' | 'bright' | 'mixed';
  /** Mean change of red, green and blue, levels. */
  readonly shift: [number, number, number];
};

/** A mark of which this much more of the change goes one way than the other has a tone. */
const ONE_WAY = 0.3;
/** In a normal distribution the larger half lies 0.798 deviations above the mean, on average. */
const UPPER_HALF = 0.798;

/**
 * How much a mark differs from its filled-in surroundings. The renderer compares with the golden image, of
 * which the texture cancels; here it does not, so `variation` (the surface's own deviation, levels) is taken
 * out: out of the mean by inverting the folded normal's (Leone, Nelson and Nottingham 1961), out of the lead of
 * the larger half in quadrature. On a surface without variation the result is `contrastOf` itself.
 */
export function contrastOfMark(
  picture: Picture,
  filled: Picture,
  { box, area, data }: Region,
  variation: number,
): MarkContrast {
  const { channels } = picture;
  const changes = new Float32Array(area);
  const shift: [number, number, number] = [0, 0, 0];
  let sum = 0;
  let signed = 0;
  let n = 0;
  for (let y = 0, i = 0; y < box.height; y++) {
    for (let x = 0; x < box.width; x++, i++) {
      if (data[i] === 0) continue;
      const at = ((box.y + y) * picture.width + box.x + x) * channels;
      const dr = picture.data[at]! - filled.data[at]!;
      const dg = channels === 3 ? picture.data[at + 1]! - filled.data[at + 1]! : dr;
      const db = channels === 3 ? picture.data[at + 2]! - filled.data[at + 2]! : dr;
      const change = changeOf(dr, dg, db);
      changes[n++] = change;
      sum += change;
      signed += Math.sign(0.299 * dr + 0.587 * dg + 0.114 * db) * change;
      shift[0] += dr / area;
      shift[1] += dg / area;
      shift[2] += db / area;
    }
  }
  const mean = sum / area;
  const lead = contrastOf(changes) - mean;
  const spread = lead / UPPER_HALF;
  const own = spread > 0 ? lead * Math.sqrt(Math.max(0, 1 - (variation / spread) ** 2)) : 0;
  const lean = sum > 0 ? signed / sum : 0;
  return {
    levels: unfold(mean, variation) + own,
    tone: lean > ONE_WAY ? 'bright' : lean < -ONE_WAY ? 'dark' : 'mixed',
    shift,
  };
}

/** The change whose absolute value, with normal noise of deviation `sigma` added, has this mean. */
function unfold(mean: number, sigma: number): number {
  if (sigma <= 0 || mean > 3 * sigma) return mean;
  let low = 0;
  let high = mean;
  for (let k = 0; k < 30; k++) {
    const middle = (low + high) / 2;
    if (foldedMean(middle, sigma) < mean) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function foldedMean(change: number, sigma: number): number {
  const z = change / sigma;
  return sigma * Math.sqrt(2 / Math.PI) * Math.exp((-z * z) / 2) + change * errorFunction(z / Math.SQRT2);
}

/** For x from 0 up, to 1.5e-7 (Abramowitz and Stegun 7.1.26). */
function errorFunction(x: number): number {
  const t = 1 / (1 + 0.3275911 * x);
  const polynomial =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return 1 - polynomial * Math.exp(-x * x);
}
