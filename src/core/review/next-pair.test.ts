import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { fitBradleyTerry, logistic } from './bradley-terry.ts';
import { mostTellingPair, repeatOf } from './next-pair.ts';
import { type Answer, fitPreferences, rankPrompts } from './rank-prompts.ts';

const unrated = (count: number) => Array.from({ length: count }, () => ({ approved: 0, rejected: 0 }));

describe('rankPrompts', () => {
  it('hopes the same of all, and asks on, before anything was said', () => {
    const { prompts } = rankPrompts(unrated(4), []);
    for (const { approval, best } of prompts) {
      expect(approval.p).toBeCloseTo(0.5);
      expect(approval.low).toBeLessThan(0.1);
      expect(Math.abs(best - 0.25)).toBeLessThan(0.03);
    }
    expect(prompts.reduce((sum, { best }) => sum + best, 0)).toBeCloseTo(1);
  });

  it('hears approvals, preferences, and that both are bad', () => {
    const liked = rankPrompts([{ approved: 9, rejected: 1 }, ...unrated(1)], []).prompts;
    expect(liked[0]!.approval.p).toBeGreaterThan(0.75);
    expect(liked[0]!.best).toBeGreaterThan(0.6);
    const same: Answer = { left: 0, right: 1, verdict: 'same' };
    expect(rankPrompts(unrated(2), [same]).prompts[0]!.best).toBeCloseTo(0.5, 1);
    const neither: Answer = { left: 0, right: 1, verdict: 'neither' };
    const bad = rankPrompts(unrated(2), [neither, neither]).prompts;
    expect(bad[0]!.approval.p).toBeLessThan(0.3);
    expect(bad[1]!.approval.p).toBeCloseTo(bad[0]!.approval.p, 6);
  });

  it('does not care which side a picture lay on', () => {
    const a = rankPrompts(unrated(2), [{ left: 0, right: 1, verdict: 'left' }]);
    const b = rankPrompts(unrated(2), [{ left: 1, right: 0, verdict: 'right' }]);
    expect(a).toEqual(b);
  });
});

describe('mostTellingPair', () => {
  it('asks of those that may be best, not of those that are known', () => {
    const wins = [
      { winner: 0, loser: 3, weight: 12 },
      { winner: 1, loser: 3, weight: 12 },
      { winner: 2, loser: 3, weight: 12 },
      { winner: 0, loser: 2, weight: 9 },
    ];
    const pair = mostTellingPair(fitBradleyTerry(4, wins), 4, createRandom('a'));
    expect(pair).toEqual([0, 1]);
  });

  it('is one of all when nothing is known, and none when there is one', () => {
    const fit = fitBradleyTerry(5, []);
    const pairs = new Set(
      Array.from({ length: 200 }, (_, n) => String(mostTellingPair(fit, 5, createRandom(n)))),
    );
    expect(pairs.size).toBe(10);
    expect(mostTellingPair(fit, 1, createRandom('a'))).toBeNull();
  });
});

describe('repeatOf', () => {
  it('asks about one time in twenty again, never what was just asked nor what was a repeat', () => {
    const answers = Array.from({ length: 30 }, (_, id) => ({ id, repeats: id % 2 === 0 }));
    const asked = Array.from({ length: 2000 }, (_, n) => repeatOf(answers, `seed ${n}`)).filter(
      (answer) => answer !== null,
    );
    expect(asked.length / 2000).toBeGreaterThan(0.03);
    expect(asked.length / 2000).toBeLessThan(0.07);
    expect(asked.every(({ id, repeats }) => id < 25 && !repeats)).toBe(true);
    expect(repeatOf(answers.slice(0, 5), 'seed')).toBeNull();
  });
});

/** A person who answers by the true strengths, until it is clear or `most` answers were given. */
function sit(truth: readonly number[], most: number, seed: string, informed: boolean): number {
  const random = createRandom(seed);
  const answers: Answer[] = [];
  for (let n = 0; n < most; n++) {
    const fit = fitPreferences(unrated(truth.length), answers);
    const [left, right] = informed
      ? mostTellingPair(fit, truth.length, random)!
      : mostTellingPair(fitBradleyTerry(truth.length, []), truth.length, random)!;
    const verdict = random.chance(logistic(truth[left]! - truth[right]!)) ? 'left' : 'right';
    answers.push({ left, right, verdict });
  }
  const { strength } = fitPreferences(unrated(truth.length), answers);
  return [...strength.subarray(0, truth.length)].indexOf(Math.max(...strength.subarray(0, truth.length)));
}

describe('a sitting', () => {
  it('finds the best of twelve in forty answers, more often by the pairs that teach most than by chance', () => {
    const sittings = 40;
    const found = { informed: 0, random: 0 };
    for (let n = 0; n < sittings; n++) {
      const random = createRandom(`truth ${n}`);
      const truth = Array.from({ length: 12 }, () => random.normal(0, 1.5));
      const best = truth.indexOf(Math.max(...truth));
      if (sit(truth, 40, `sitting ${n}`, true) === best) found.informed++;
      if (sit(truth, 40, `sitting ${n}`, false) === best) found.random++;
    }
    expect(found.informed / sittings).toBeGreaterThan(0.5);
    expect(found.informed).toBeGreaterThanOrEqual(found.random);
  });
});
