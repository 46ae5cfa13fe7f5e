import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { differenceVariance, fitBradleyTerry, logistic, type Win } from './bradley-terry.ts';

const size = 5;
const wins = fc.array(
  fc
    .record({
      winner: fc.nat(size - 1),
      loser: fc.nat(size - 1),
      weight: fc.constantFrom(0.5, 1, 2),
    })
    .filter(({ winner, loser }) => winner !== loser),
  { maxLength: 40 },
);
const close = (a: Float64Array, b: Float64Array, digits = 8) => {
  expect(a.length).toBe(b.length);
  for (const [i, value] of a.entries()) expect(value).toBeCloseTo(b[i]!, digits);
};

describe('fitBradleyTerry', () => {
  it('knows nothing without a comparison', () => {
    const fit = fitBradleyTerry(3, []);
    expect([...fit.strength]).toEqual([0, 0, 0]);
    expect(differenceVariance(fit, 0, 1)).toBeCloseTo(2 * 1.5 ** 2);
  });

  it('is the maximum of the posterior, by its own equation', () => {
    // One win of 0 over 1: s = 1.5² (1 - p), and the other its mirror.
    const { strength } = fitBradleyTerry(2, [{ winner: 0, loser: 1, weight: 1 }]);
    expect(strength[0]).toBeCloseTo(2.25 * (1 - logistic(strength[0]! - strength[1]!)), 9);
    expect(strength[1]).toBeCloseTo(-strength[0]!, 9);
  });

  it('does not depend on the order of the answers, to the last bit', () => {
    fc.assert(
      fc.property(wins, fc.string(), (all, seed) => {
        const random = createRandom(seed);
        const shuffled = all
          .map((win) => ({ win, rank: random.next() }))
          .toSorted((a, b) => a.rank - b.rank)
          .map(({ win }) => win);
        expect(fitBradleyTerry(size, shuffled)).toEqual(fitBradleyTerry(size, all));
      }),
      { numRuns: 40 },
    );
  });

  it('forgets an answer that was taken back, and moves by one that was added', () => {
    fc.assert(
      fc.property(wins, (all) => {
        const extra: Win = { winner: 0, loser: 1, weight: 1 };
        const before = fitBradleyTerry(size, all);
        const during = fitBradleyTerry(size, [...all, extra]);
        expect(during.strength[0]! - during.strength[1]!).toBeGreaterThan(
          before.strength[0]! - before.strength[1]!,
        );
        expect(differenceVariance(during, 0, 1)).toBeGreaterThan(0);
        expect(fitBradleyTerry(size, [...all, extra].slice(0, -1))).toEqual(before);
      }),
      { numRuns: 40 },
    );
  });

  it('mirrors: with every answer turned round, every strength is', () => {
    fc.assert(
      fc.property(wins, (all) => {
        const turned = all.map(({ winner, loser, weight }) => ({ winner: loser, loser: winner, weight }));
        const fit = fitBradleyTerry(size, all);
        const mirror = fitBradleyTerry(size, turned);
        close(
          mirror.strength,
          fit.strength.map((value) => -value),
        );
        close(mirror.covariance, fit.covariance);
      }),
      { numRuns: 40 },
    );
  });

  it('knows items by what they did, not by their numbers', () => {
    fc.assert(
      fc.property(wins, (all) => {
        const to = (i: number): number => (i + 2) % size;
        const moved = all.map(({ winner, loser, weight }) => ({
          winner: to(winner),
          loser: to(loser),
          weight,
        }));
        const fit = fitBradleyTerry(size, all);
        const other = fitBradleyTerry(size, moved);
        for (let i = 0; i < size; i++) expect(other.strength[to(i)]).toBeCloseTo(fit.strength[i]!, 8);
      }),
      { numRuns: 40 },
    );
  });

  it('recovers a known order, and knows where it does not know', () => {
    const truth = [1.5, 0.5, -0.5, -1.5];
    const random = createRandom('order');
    const played: Win[] = [];
    for (let n = 0; n < 600; n++) {
      const [i, j] = [n % 4, (n + 1 + ((n >> 2) % 3)) % 4] as [number, number];
      const [winner, loser] = random.chance(logistic(truth[i]! - truth[j]!)) ? [i, j] : [j, i];
      played.push({ winner, loser, weight: 1 });
    }
    const fit = fitBradleyTerry(5, played);
    for (let i = 0; i < 4; i++) {
      expect(Math.abs(fit.strength[i]! - truth[i]!)).toBeLessThan(0.5);
      if (i > 0) expect(fit.strength[i]).toBeLessThan(fit.strength[i - 1]!);
    }
    // The fifth was never compared.
    expect(fit.strength[4]).toBeCloseTo(0);
    expect(fit.covariance[24]).toBeCloseTo(1.5 ** 2);
    expect(differenceVariance(fit, 0, 1)).toBeLessThan(0.2);
  });

  it('comes to an end for answers that are as one-sided as can be', () => {
    const fit = fitBradleyTerry(2, [{ winner: 0, loser: 1, weight: 100_000 }]);
    expect(Number.isFinite(fit.strength[0])).toBe(true);
    expect(fit.strength[0]).toBeGreaterThan(3);
  });
});
