import { expect, test } from 'vitest';
import { nextLookMs, watchedLookMs } from './next-look.ts';

/** When a watched request is looked at, ms after it was sent, up to `until`. */
function looks(slots: number, until: number): number[] {
  const times: number[] = [];
  for (let at = watchedLookMs(0, { slots }); at <= until; at += watchedLookMs(at, { slots })) times.push(at);
  return times;
}

test('a watched request is looked at several times before the first look for a lost answer', () => {
  expect(looks(2, nextLookMs(0, { hasWebhooks: true }))).toHaveLength(5);
  expect(looks(2, 3000)).toEqual([2500]);
});

test('an account with many slots is asked no more than four times a second', () => {
  for (const slots of [1, 2, 10, 40, 400]) {
    const times = looks(slots, 600_000);
    const nearest = Math.min(...times.map((at, k) => at - (times[k - 1] ?? 0)));
    expect(slots / (nearest / 1000)).toBeLessThanOrEqual(4);
  }
});

test('one that waits for an hour is looked at every fifteen seconds', () => {
  expect(watchedLookMs(3_600_000, { slots: 2 })).toBe(15_000);
});
