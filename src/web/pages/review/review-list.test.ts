import type { Verdict } from '#contract/candidate.ts';
import { describe, expect, it } from 'vitest';
import { idsBetween, reviewList } from './review-list.ts';

const all = (['undecided', 'approved', 'undecided', 'rejected'] as Verdict[]).map((verdict, n) => ({
  id: String(n),
  verdict,
}));
const ids = (items: { id: string }[]) => items.map(({ id }) => id);

describe('the pictures to go through', () => {
  it('are all of them, or those with the verdict', () => {
    expect(ids(reviewList(all, undefined, new Set(), undefined))).toEqual(['0', '1', '2', '3']);
    expect(ids(reviewList(all, 'undecided', new Set(), undefined))).toEqual(['0', '2']);
  });

  it('keep what was decided in this sitting, and what the address names, in its place', () => {
    expect(ids(reviewList(all, 'undecided', new Set(['1']), '3'))).toEqual(['0', '1', '2', '3']);
  });
});

describe('a range of pictures', () => {
  it('runs either way, both ends included', () => {
    expect(idsBetween(all, '1', '3')).toEqual(['1', '2', '3']);
    expect(idsBetween(all, '2', '0')).toEqual(['0', '1', '2']);
  });

  it('is the one picture when its other end is gone', () => {
    expect(idsBetween(all, 'gone', '2')).toEqual(['2']);
    expect(idsBetween(all, '2', 'gone')).toEqual([]);
  });
});
