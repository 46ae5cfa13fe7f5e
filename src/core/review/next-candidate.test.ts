import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verdicts } from './decision.ts';
import { focusAfterRemoval, nextUndecided, stepFocus, type ReviewItem } from './next-candidate.ts';

/** 'a+' approved, 'b-' rejected, 'c' undecided. */
function list(text: string): ReviewItem[] {
  return text.split(' ').map((word) => {
    const verdict = word.endsWith('+') ? 'approved' : word.endsWith('-') ? 'rejected' : 'undecided';
    return { id: word[0]!, verdict };
  });
}

describe('nextUndecided', () => {
  it.each([
    ['a+ b c', 'a', 'b'],
    ['a+ b- c', 'a', 'c'],
    ['a b+ c+', 'c', 'a'],
    ['a b c+', 'b', 'a'],
    ['a+ b- c+', 'b', 'b'],
    ['a', 'a', 'a'],
    ['a+ b c', 'z', 'b'],
  ])('in %j from %s to %s', (items, current, next) => {
    expect(nextUndecided(list(items), current)).toBe(next);
  });

  it('visits every undecided picture exactly once, whatever the order', () => {
    const items = fc.uniqueArray(fc.record({ id: fc.string(), verdict: fc.constantFrom(...verdicts) }), {
      selector: ({ id }) => id,
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(items, fc.nat(), (start, pick) => {
        const left = start.map((item) => ({ ...item }));
        const wanted = left.filter(({ verdict }) => verdict === 'undecided').length;
        let current = left[pick % left.length]!;
        let decided = 0;
        for (let i = 0; i <= left.length; i++) {
          if (current.verdict === 'undecided') decided++;
          current.verdict = 'approved';
          current = left.find(({ id }) => id === nextUndecided(left, current.id))!;
        }
        expect(decided).toBe(wanted);
      }),
    );
  });
});

describe('focusAfterRemoval', () => {
  it.each([
    ['a b c', 'b', 'b', 'c'],
    ['a b c', 'c', 'c', 'b'],
    ['a b c d', 'b', 'bc', 'd'],
    ['a b c d', 'c', 'cd', 'b'],
    ['a b c', 'a', 'c', 'a'],
    ['a b', 'a', 'ab', null],
    ['a b', 'z', 'a', 'b'],
  ])('in %j, at %s, without %s: %s', (items, current, removed, next) => {
    expect(focusAfterRemoval(list(items), current, new Set(removed))).toBe(next);
  });
});

describe('stepFocus', () => {
  it.each([
    ['a b c', 'b', 1, 'c'],
    ['a b c', 'b', -1, 'a'],
    ['a b c', 'c', 1, 'c'],
    ['a b c', 'a', -5, 'a'],
    ['a b c', null, 1, 'a'],
  ])('in %j from %s by %i to %s', (items, current, step, next) => {
    expect(stepFocus(list(items), current, step)).toBe(next);
  });

  it('has nowhere to go in an empty list', () => {
    expect(stepFocus([], 'a', 1)).toBeNull();
  });
});
