import { cholesky, invertCholesky, solveCholesky } from './cholesky.ts';

/** `winner` was found better than `loser`, both being numbers of items; a tie is half a win for each. */
export type Win = { readonly winner: number; readonly loser: number; readonly weight: number };

/** What the wins say of the items: a normal distribution around `strength`, in logits. */
export type Fit = {
  readonly size: number;
  readonly strength: Float64Array;
  /** size*size. */
  readonly covariance: Float64Array;
};

/** Standard deviation of an item's strength before anything is known of it. */
const priorDeviation = 1.5;
const mostSteps = 50;
const closeEnough = 1e-10;

export const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/**
 * Strengths of items that were compared two at a time: item i beats j with probability `logistic(s_i - s_j)`. The most
 * probable strengths under a normal prior, by Newton's method, and Laplace's approximation around them. All wins are
 * fitted at once: their order says nothing, and one that is taken back leaves no trace.
 *
 * @see Bradley and Terry (1952), Rank analysis of incomplete block designs; Caron and Doucet (2012) on the prior.
 */
export function fitBradleyTerry(size: number, wins: readonly Win[]): Fit {
  // Summed by pair first: rounding, too, is then the same in whatever order they come.
  const weights = new Float64Array(size * size);
  for (const { winner, loser, weight } of wins)
    weights[winner * size + loser] = weights[winner * size + loser]! + weight;

  let strength = new Float64Array(size);
  for (let step = 0; step < mostSteps; step++) {
    const { gradient, hessian } = derivatives(size, weights, strength);
    const change = solveCholesky(cholesky(hessian, size), size, gradient);
    // The posterior is log-concave; halved, a step that overshoots comes back.
    const before = logPosterior(size, weights, strength);
    let share = 1;
    let next = strength.map((value, i) => value + change[i]!);
    while (share > 1e-6 && logPosterior(size, weights, next) < before - 1e-12) {
      share /= 2;
      const part = share;
      next = strength.map((value, i) => value + part * change[i]!);
    }
    strength = next;
    if (change.every((value) => Math.abs(value) < closeEnough)) break;
  }
  const { hessian } = derivatives(size, weights, strength);
  return { size, strength, covariance: invertCholesky(cholesky(hessian, size), size) };
}

/** Of the log posterior; the Hessian is negated, and so positive definite. */
function derivatives(
  size: number,
  weights: Float64Array,
  strength: Float64Array,
): { gradient: Float64Array; hessian: Float64Array } {
  const precision = 1 / priorDeviation ** 2;
  const gradient = new Float64Array(size);
  const hessian = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    gradient[i] = -precision * strength[i]!;
    hessian[i * size + i] = precision;
  }
  for (let i = 0; i < size; i++) {
    for (let j = i + 1; j < size; j++) {
      const won = weights[i * size + j]!;
      const all = won + weights[j * size + i]!;
      if (all === 0) continue;
      const p = logistic(strength[i]! - strength[j]!);
      const pull = won - all * p;
      const bend = all * p * (1 - p);
      gradient[i] = gradient[i]! + pull;
      gradient[j] = gradient[j]! - pull;
      for (const [at, by] of [
        [i * size + i, bend],
        [j * size + j, bend],
        [i * size + j, -bend],
        [j * size + i, -bend],
      ] as const) {
        hessian[at] = hessian[at]! + by;
      }
    }
  }
  return { gradient, hessian };
}

function logPosterior(size: number, weights: Float64Array, strength: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < size; i++) sum -= strength[i]! ** 2 / (2 * priorDeviation ** 2);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const weight = weights[i * size + j]!;
      if (weight > 0) sum -= weight * Math.log1p(Math.exp(strength[j]! - strength[i]!));
    }
  }
  return sum;
}

/** Variance of the difference of two strengths. */
export function differenceVariance({ size, covariance }: Fit, i: number, j: number): number {
  return covariance[i * size + i]! + covariance[j * size + j]! - 2 * covariance[i * size + j]!;
}
