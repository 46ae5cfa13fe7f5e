import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closestChoices, closestOf, editDistance } from './closest.ts';

const families = ['scratch', 'dent', 'crack', 'stain'];

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['scrach', 'scratch', 1],
    ['scrathc', 'scratch', 1],
    ['dent', '', 4],
    ['kitten', 'sitting', 3],
  ])('of %j and %j is %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });

  it('is symmetric, 0 only for equals, and at most the longer length', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 12 }),
        fc.string({ unit: 'grapheme', maxLength: 12 }),
        (a, b) => {
          const distance = editDistance(a, b);
          expect(distance).toBe(editDistance(b, a));
          expect(distance === 0).toBe(a === b);
          expect(distance).toBeLessThanOrEqual(Math.max([...a].length, [...b].length));
        },
      ),
    );
  });
});

describe('closestOf', () => {
  it.each([
    ['scrach', 'scratch'],
    ['SCRATCH', 'scratch'],
    ['scr', 'scratch'],
    ['dnet', 'dent'],
    ['stian', 'stain'],
    ['rust', null],
    ['', null],
    ['x'.repeat(100_000), null],
  ])('%j', (word, expected) => {
    expect(closestOf(word.slice(0, 100_000), families)).toBe(expected);
  });

  it('lists all near choices, closest first', () => {
    expect(closestChoices('yol', ['coco', 'yolo-seg', 'yolo', 'yool'])).toEqual(['yolo-seg', 'yolo', 'yool']);
  });
});
