import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pickCompanions } from './pick-companions.ts';

const names = ['crack', 'dent', 'pit', 'rust', 'stain'];
const pick = (picture: string, together: { share: number; most: number }, others = names): string[] =>
  pickCompanions(picture, others, (name) => name, together);

describe('pickCompanions', () => {
  it('keeps to the share and the number asked for, and picks nothing twice', () => {
    const picked = Array.from({ length: 2000 }, (_, i) => pick(`cell ${i}`, { share: 0.3, most: 3 }));
    const joined = picked.filter((companions) => companions.length > 0);
    expect(joined.length / picked.length).toBeCloseTo(0.3, 1);
    expect(joined.filter(({ length }) => length === 1).length / joined.length).toBeCloseTo(0.5, 1);
    for (const companions of joined) {
      expect(companions.length).toBeLessThanOrEqual(2);
      expect(new Set(companions).size).toBe(companions.length);
    }
    for (const name of names) {
      const share = joined.filter((companions) => companions.includes(name)).length / joined.length;
      expect(share).toBeCloseTo(1.5 / names.length, 1);
    }
  });

  it('never joins when the share is 0 or nobody is there, and always when it is 1', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 2, max: 4 }), (picture, most) => {
        expect(pick(picture, { share: 0, most })).toEqual([]);
        expect(pick(picture, { share: 1, most }, [])).toEqual([]);
        expect(pick(picture, { share: 1, most }).length).toBeGreaterThan(0);
      }),
    );
  });

  it('does not depend on the order, and one more changes only the pictures that it joins', () => {
    fc.assert(
      fc.property(fc.string(), fc.shuffledSubarray(names, { minLength: 5 }), (picture, shuffled) => {
        const together = { share: 0.8, most: 4 };
        const before = pick(picture, together);
        expect(pick(picture, together, shuffled)).toEqual(before);
        const after = pick(picture, together, [...names, 'scuff']);
        if (!after.includes('scuff')) expect(after).toEqual(before);
      }),
    );
  });
});
