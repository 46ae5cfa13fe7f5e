import { createRandom } from '../random.ts';
import { cholesky } from './cholesky.ts';
import { differenceVariance, type Fit, fitBradleyTerry, logistic, type Win } from './bradley-terry.ts';
import type { PreferenceVerdict } from './preference.ts';

/** How the pictures of a prompt were decided on. */
export type Rated = { readonly approved: number; readonly rejected: number };
/** Prompts by their numbers, as they lay on the screen. */
export type Answer = { readonly left: number; readonly right: number; readonly verdict: PreferenceVerdict };

export type Ranking = {
  /** The last item is the threshold between what is approved and what is rejected. */
  readonly fit: Fit;
  readonly prompts: readonly {
    /** How probably its next picture is approved, with the interval of 95 %. */
    readonly approval: { readonly p: number; readonly low: number; readonly high: number };
    /** How probably it is the best of all. */
    readonly best: number;
  }[];
};

/** So probably the best that asking on would change little. */
export const clearEnough = 0.95;
/** Draws from the posterior; the error of a probability is below 0.01. */
const draws = 4000;

/**
 * Which prompt makes the best pictures, by what reviewers preferred and what they approved: approved beats the threshold,
 * rejected loses to it, and of two that are both bad both lose to it.
 */
export function rankPrompts(rated: readonly Rated[], answers: readonly Answer[]): Ranking {
  const threshold = rated.length;
  const fit = fitPreferences(rated, answers);
  const best = chancesOfBest(fit, rated.length);
  return {
    fit,
    prompts: rated.map((_, i) => {
      const middle = fit.strength[i]! - fit.strength[threshold]!;
      const reach = 1.96 * Math.sqrt(differenceVariance(fit, i, threshold));
      const approval = {
        p: logistic(middle),
        low: logistic(middle - reach),
        high: logistic(middle + reach),
      };
      return { approval, best: best[i]! };
    }),
  };
}

/** Strengths of the prompts, and last of the threshold. */
export function fitPreferences(rated: readonly Rated[], answers: readonly Answer[]): Fit {
  const threshold = rated.length;
  const wins: Win[] = rated.flatMap(({ approved, rejected }, i) => [
    { winner: i, loser: threshold, weight: approved },
    { winner: threshold, loser: i, weight: rejected },
  ]);
  for (const answer of answers) wins.push(...winsOf(answer, threshold));
  return fitBradleyTerry(rated.length + 1, wins);
}

function winsOf({ left, right, verdict }: Answer, threshold: number): Win[] {
  switch (verdict) {
    case 'left':
      return [{ winner: left, loser: right, weight: 1 }];
    case 'right':
      return [{ winner: right, loser: left, weight: 1 }];
    case 'same':
      return [
        { winner: left, loser: right, weight: 0.5 },
        { winner: right, loser: left, weight: 0.5 },
      ];
    case 'neither':
      return [
        { winner: threshold, loser: left, weight: 1 },
        { winner: threshold, loser: right, weight: 1 },
      ];
  }
}

/** How often each of the first `count` items is the strongest of them, over draws that are the same every time. */
function chancesOfBest({ size, strength, covariance }: Fit, count: number): Float64Array {
  const l = cholesky(covariance, size);
  const random = createRandom('best');
  const chances = new Float64Array(count);
  const normal = new Float64Array(size);
  for (let draw = 0; draw < draws; draw++) {
    for (let i = 0; i < size; i++) normal[i] = random.normal();
    let top = 0;
    let highest = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < count; i++) {
      let value = strength[i]!;
      for (let k = 0; k <= i; k++) value += l[i * size + k]! * normal[k]!;
      if (value > highest) [top, highest] = [i, value];
    }
    chances[top] = chances[top]! + 1 / draws;
  }
  return chances;
}
