import { createRandom, type Random } from '../random.ts';
import { differenceVariance, type Fit, logistic } from './bradley-terry.ts';

/** Two prompts, by their numbers. */
export type Pair = readonly [number, number];

/**
 * The two of the first `count` items whose comparison teaches most of which is best: what an answer tells of their
 * difference, `log(1 + p(1-p) Var)`, times how near both are to the lead. Equal ones are drawn from. `null` when
 * there are fewer than two.
 */
export function mostTellingPair(fit: Fit, count: number, random: Random): Pair | null {
  const lead = leader(fit, count);
  const near = Array.from({ length: count }, (_, i) => closeness(fit, i, lead));
  let best: Pair[] = [];
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      const p = logistic(fit.strength[i]! - fit.strength[j]!);
      const worth = Math.log1p(p * (1 - p) * differenceVariance(fit, i, j)) * near[i]! * near[j]!;
      if (worth > most * (1 + 1e-9)) [best, most] = [[[i, j]], worth];
      else if (worth >= most * (1 - 1e-9)) best.push([i, j]);
    }
  }
  return best.length === 0 ? null : random.pick(best);
}

function leader({ strength }: Fit, count: number): number {
  let lead = 0;
  for (let i = 1; i < count; i++) if (strength[i]! > strength[lead]!) lead = i;
  return lead;
}

/** 1 for the leader; else falling with the distance from it, in deviations of what is known of that. */
function closeness(fit: Fit, i: number, lead: number): number {
  if (i === lead) return 1;
  const distance = fit.strength[lead]! - fit.strength[i]!;
  return Math.exp(-0.5 * (distance ** 2 / differenceVariance(fit, i, lead)));
}

/** Every so many answers a pair comes again, the other way round: to see whether its rater says the same. */
const repeatShare = 0.05;
/** A pair that was just on the screen is remembered, not judged. */
const notOfTheLast = 5;

/**
 * Which of the rater's own answers, oldest first, to ask again with its sides swapped; `null` for a new question. Follows
 * from the seed alone.
 */
export function repeatOf<A extends { readonly repeats: boolean }>(
  answers: readonly A[],
  seed: string,
): A | null {
  const random = createRandom(`repeat/${seed}`);
  if (!random.chance(repeatShare)) return null;
  const old = answers.slice(0, -notOfTheLast).filter(({ repeats }) => !repeats);
  return old.length === 0 ? null : random.pick(old);
}
