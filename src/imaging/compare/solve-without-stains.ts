import { nthSmallest } from '#imaging/nth-smallest.ts';
import { solveSymmetric } from './solve.ts';

/** Tiles of the picture in each direction. */
export const TILES = 12;
const ROUNDS = 6;
/** Share of the tiles that no stain reaches, and how many of their deviations another tile may lie from them. */
const MOST_TILES = 0.5;
const APART = 4;
const TRIMS = 3;

/** Median over the tiles of the size of their median error: noise averages out in it, light does not. */
export function tileError(errors: Float64Array, tiles: Int32Array): number {
  const sizes = tileMedians(errors, tiles).filter(Number.isFinite).map(Math.abs);
  return sizes.length === 0 ? 0 : nthSmallest(sizes, sizes.length >> 1);
}

/** Median error of each tile; NaN where too few pixels are. */
function tileMedians(errors: Float64Array, tiles: Int32Array): Float64Array {
  const next = new Int32Array(TILES * TILES + 1);
  for (let k = 0; k < tiles.length; k++) next[tiles[k]! + 1]!++;
  for (let tile = 1; tile < next.length; tile++) next[tile]! += next[tile - 1]!;
  const starts = next.slice();
  const held = new Float64Array(errors.length);
  for (let k = 0; k < errors.length; k++) held[next[tiles[k]!]!++] = errors[k]!;
  return new Float64Array(TILES * TILES).map((_, tile) => {
    const own = held.subarray(starts[tile]!, starts[tile + 1]!);
    return own.length < 8 ? Number.NaN : nthSmallest(own, own.length >> 1);
  });
}

/**
 * A faint stain is within the noise of each pixel, but not of a tile: tiles that lie apart from where most lie
 * close together (the narrowest range that holds `MOST_TILES`) lose their say, and the rest is solved again.
 * `rows` holds a row of terms for each target; `tiles` says which tile each is of.
 */
export function solveWithoutStains(
  rows: Float64Array,
  target: Float64Array,
  trust: Float64Array,
  terms: number,
  start: Float64Array | null,
  tiles: Int32Array,
): Solved {
  let solved = solveRobustly(rows, target, trust, terms, start);
  for (let round = 0; round < TRIMS; round++) {
    const say = sayOf(tileMedians(solved.errors, tiles));
    if (!say) break;
    const own = trust.map((value, k) => value * say[tiles[k]!]!);
    const { factors } = solveRobustly(rows, target, own, terms, solved.factors);
    solved = { factors, errors: leftOver(rows, target, trust, terms, factors) };
  }
  return solved;
}

/** 0 to 1 for each tile; `null` where none lies apart. */
function sayOf(medians: Float64Array): Float64Array | null {
  const sorted = medians.filter(Number.isFinite).sort();
  const span = Math.ceil(MOST_TILES * sorted.length);
  if (span < 8) return null;
  let from = 0;
  for (let k = 0; k + span <= sorted.length; k++) {
    if (sorted[k + span - 1]! - sorted[k]! < sorted[from + span - 1]! - sorted[from]!) from = k;
  }
  const [low, high] = [sorted[from]!, sorted[from + span - 1]!];
  const centre = (low + high) / 2;
  // That share of a normal law lies within 0.67 deviations.
  const limit = APART * ((high - low) / 2 / 0.67) + 0.05;
  let apart = 0;
  const say = medians.map((value) => {
    const e = Math.abs(value - centre) / limit;
    if (e > 1) apart++;
    return e < 1 ? 1 - e ** 4 : 0;
  });
  return apart > 0 ? say : null;
}

export type Solved = { factors: Float64Array; errors: Float64Array };

/** Factors of the first `terms` terms (the others are 0), and what they leave over, in units of trust. */
function solveRobustly(
  rows: Float64Array,
  target: Float64Array,
  trust: Float64Array,
  terms: number,
  start: Float64Array | null,
): Solved {
  const count = target.length;
  const stride = rows.length / count;
  const factors = Float64Array.from(start ?? new Float64Array(stride));
  for (let round = start ? 3 : 0; round < ROUNDS; round++) {
    const errors = leftOver(rows, target, trust, terms, factors);
    const spread = 1.4826 * medianSize(errors) + 0.02;
    const left = new Float64Array(terms * terms);
    const right = new Float64Array(terms);
    let held = 0;
    for (let k = 0; k < count; k++) {
      const e = Math.abs(errors[k]!) / spread;
      const fall = round < 3 ? 1 / (1 + (e / 1.5) ** 2) : e < 4.685 ? (1 - (e / 4.685) ** 2) ** 2 : 0;
      const weight = fall * trust[k]! * trust[k]!;
      if (weight === 0) continue;
      held += weight;
      const at = k * stride;
      for (let i = 0; i < terms; i++) {
        const part = weight * rows[at + i]!;
        right[i]! += part * target[k]!;
        for (let j = 0; j <= i; j++) left[i * terms + j]! += part * rows[at + j]!;
      }
    }
    for (let i = 0; i < terms; i++) left[i * terms + i]! += 1e-5 * held + 1e-12;
    const solved = solveSymmetric(left, right, terms);
    if (!solved) break;
    factors.set(solved);
  }
  return { factors, errors: leftOver(rows, target, trust, terms, factors) };
}

function leftOver(
  rows: Float64Array,
  target: Float64Array,
  trust: Float64Array,
  terms: number,
  factors: Float64Array,
): Float64Array {
  const errors = new Float64Array(target.length);
  const stride = rows.length / target.length;
  for (let k = 0; k < errors.length; k++) {
    let sum = target[k]!;
    for (let i = 0, at = k * stride; i < terms; i++, at++) sum -= factors[i]! * rows[at]!;
    errors[k] = sum * trust[k]!;
  }
  return errors;
}

/** Median size, of at most two thousand. */
function medianSize(errors: Float64Array): number {
  const stride = Math.max(1, errors.length >> 11);
  const sizes = new Float64Array(Math.floor(errors.length / stride));
  for (let k = 0; k < sizes.length; k++) sizes[k] = Math.abs(errors[k * stride]!);
  return sizes.length === 0 ? 0 : nthSmallest(sizes, sizes.length >> 1);
}
