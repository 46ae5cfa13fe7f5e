import type { Random } from '#core/random.ts';

/** A power of two. */
const STEPS = 512;
const LAST = STEPS - 1;

/**
 * A closed, lobed outline: radius (about 1) by angle, as a short random Fourier series whose terms fall off
 * like 1/k; angles from -2 pi to 2 pi. `ragged` is about the relative deviation of the radius.
 */
export function createLobes(random: Random, ragged: number): (angle: number) => number {
  const terms = [2, 3, 4, 5, 6, 7].map((k) => ({
    k,
    size: (ragged * random.normal(0, 0.75)) / k,
    phase: random.between(0, 2 * Math.PI),
  }));
  const table = Float32Array.from({ length: STEPS }, (_, i) => {
    const angle = (i / STEPS) * 2 * Math.PI;
    const sum = terms.reduce((total, { k, size, phase }) => total + size * Math.cos(k * angle + phase), 1);
    return Math.max(0.45, Math.min(1.5, sum));
  });
  return (angle) => {
    // Angles are within a turn of 0: remainders of what is no whole number take longer than all the rest.
    const turned = (angle / (2 * Math.PI)) * STEPS + STEPS;
    const at = turned < STEPS ? turned : turned - STEPS;
    const below = Math.floor(at);
    const share = at - below;
    return table[below & LAST]! * (1 - share) + table[(below + 1) & LAST]! * share;
  };
}
