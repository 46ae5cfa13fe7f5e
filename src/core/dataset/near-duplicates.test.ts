import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDisjointSets } from './disjoint-sets.ts';
import { fingerprintDistance } from './fingerprint.ts';
import { createFingerprintTable } from './fingerprint-table.ts';
import { type ComparedPicture, linkNearDuplicates, nearBits } from './near-duplicates.ts';

/** A few looks, and others that differ from one of them in some bits. */
const look = fc
  .tuple(fc.constantFrom('0', '7', 'f'), fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 30 }))
  .map(([digit, bits]) => {
    const digits = Array.from(digit.repeat(64), (each) => Number.parseInt(each, 16));
    for (const bit of bits) digits[bit >> 2]! ^= 1 << (bit & 3);
    return digits.map((each) => each.toString(16)).join('');
  });
const box = fc.constantFrom(
  { x: 0, y: 0, width: 8, height: 8 },
  { x: 2, y: 0, width: 8, height: 8 },
  { x: 20, y: 9, width: 5, height: 2 },
);
const mark = fc.record({ classIndex: fc.integer({ min: 0, max: 2 }), region: fc.record({ box }) });
const picture: fc.Arbitrary<ComparedPicture> = fc
  .record({
    goldenKey: fc.constantFrom('a', 'b'),
    marks: fc.array(fc.tuple(mark, look), { maxLength: 2 }),
    whole: fc.option(look),
  })
  .map(({ goldenKey, marks, whole }) => ({
    width: 64,
    height: 48,
    goldenKey,
    instances: marks.map(([each]) => each),
    fingerprint: whole === null ? null : { picture: whole, marks: marks.map(([, each]) => each) },
  }));

const near = (one: string, other: string): boolean => fingerprintDistance(one, other) <= nearBits;

/** Each with each, as the rule says it. */
function isNear(a: ComparedPicture, b: ComparedPicture): boolean {
  const [one, other] = [a.fingerprint, b.fingerprint];
  if (one === null || other === null) return false;
  if (a.instances.length === 0 || b.instances.length === 0) {
    return a.instances.length === b.instances.length && near(one.picture, other.picture);
  }
  const isAround = a.goldenKey === b.goldenKey || near(one.picture, other.picture);
  return a.instances.some((first, i) =>
    b.instances.some((second, j) => {
      const [p, q] = [first.region.box, second.region.box];
      // Of the three places two lie three quarters on one another, and the third apart.
      const isSamePlace = p.x < 20 === q.x < 20;
      return (
        first.classIndex === second.classIndex &&
        isSamePlace &&
        isAround &&
        near(one.marks[i]!, other.marks[j]!)
      );
    }),
  );
}

test('links the pictures that comparing each with each would link', () => {
  fc.assert(
    fc.property(fc.array(picture, { maxLength: 12 }), (pictures) => {
      const sets = createDisjointSets(pictures.length);
      for (const [i, one] of pictures.entries())
        for (const [j, other] of pictures.slice(0, i).entries()) if (isNear(one, other)) sets.join(i, j);
      expect(linkNearDuplicates(pictures)).toEqual(pictures.map((_, index) => sets.root(index)));
    }),
    { numRuns: 60 },
  );
});

test('a table of fingerprints gives back what was put in', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.record({ picture: look, marks: fc.array(look, { maxLength: 3 }) })),
      (all) => {
        const table = createFingerprintTable();
        for (const [key, fingerprint] of Object.entries(all)) table.set(key, fingerprint);
        for (const [key, fingerprint] of Object.entries(all)) expect(table.get(key)).toEqual(fingerprint);
        expect(table.get('nobody’s')).toBeUndefined();
      },
    ),
    { numRuns: 30 },
  );
});
