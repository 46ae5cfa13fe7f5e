import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignSplits } from './assign-splits.ts';
import { splitNames } from './dataset.ts';
import type { SplitItem } from './split-groups.ts';

const classNames = ['scratch', 'dent', 'crack'];

/** `perClass` pictures of each class and one good one for every golden photo. */
function makeItems(goldens: number, perClass: number): SplitItem[] {
  const items: SplitItem[] = [];
  for (let golden = 0; golden < goldens; golden++) {
    for (const classIndexes of [
      [],
      ...classNames.flatMap((_, index) => Array.from({ length: perClass }, () => [index])),
    ]) {
      items.push({ id: items.length + 1, classIndexes, goldenKey: `g${golden}`, lineageKeys: [] });
    }
  }
  return items;
}

const itemsArbitrary = fc
  .array(
    fc.record({
      classIndexes: fc.subarray([0, 1, 2]),
      goldenKey: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'),
      lineageKeys: fc.oneof(
        { weight: 4, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.constantFrom(['x'], ['y'], ['x', 'z']) },
      ),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((list): SplitItem[] => list.map((item, index) => ({ id: index + 1, ...item })));

const ratiosArbitrary = fc
  .tuple(fc.integer({ min: 1, max: 90 }), fc.nat(30), fc.nat(30))
  .map(([train, val, test]) => {
    const sum = train + val + test;
    return { train: train / sum, val: val / sum, test: test / sum };
  });

const usual = { ratios: { train: 0.8, val: 0.1, test: 0.1 }, seed: 7, classNames };

describe('assignSplits', () => {
  it('keeps seven golden photos apart, five to one to one, and says what came out', () => {
    const { report } = assignSplits(makeItems(7, 10), usual);
    expect(report.groupBy).toBe('golden');
    expect(report.groups).toBe(7);
    expect(splitNames.map((split) => report.splits[split].images)).toEqual([155, 31, 31]);
    expect(splitNames.map((split) => report.splits[split].good)).toEqual([5, 1, 1]);
    expect(report.classes[0]).toEqual({ name: 'scratch', train: 50, val: 10, test: 10 });
    expect(report.warnings).toEqual([
      'Asked for a split of 80,10,10, got 71,14,14: 217 pictures are dealt out in 7 groups.',
    ]);
  });

  it('meets the shares class by class when few golden photos force it to deal out single pictures', () => {
    const { report } = assignSplits(makeItems(2, 10), usual);
    expect(report.groupBy).toBe('picture');
    for (const counts of report.classes) expect(counts).toMatchObject({ train: 16, val: 2, test: 2 });
    expect(report.warnings[0]).toContain(
      'Pictures of one golden photo are in more than one split, because 2 groups',
    );
  });

  it('deals out single pictures when a class is on one golden photo only', () => {
    const items = makeItems(7, 10).map((item) => ({
      ...item,
      classIndexes:
        item.goldenKey === 'g3' ? item.classIndexes : item.classIndexes.filter((index) => index !== 0),
    }));
    const { report } = assignSplits(items, usual);
    expect(report.groupBy).toBe('picture');
    expect(report.warnings[0]).toContain('"scratch" is on too few golden photos');
  });

  it('does as it is told', () => {
    expect(assignSplits(makeItems(3, 4), { ...usual, groupBy: 'golden' }).report.groupBy).toBe('golden');
    const told = assignSplits(makeItems(9, 4), { ...usual, groupBy: 'picture' }).report;
    expect(told.groupBy).toBe('picture');
    expect(told.warnings[0]).toContain('as asked');
    const impossible = assignSplits(makeItems(1, 4), { ...usual, groupBy: 'golden' }).report;
    expect(impossible.groupBy).toBe('picture');
    expect(impossible.warnings[0]).toContain('one group of golden photos cannot fill every split');
  });

  it('is not moved by the order of ties, but by the seed', () => {
    const items = makeItems(8, 5);
    const splits = (seed: number): string =>
      JSON.stringify([...assignSplits(items, { ...usual, seed }).splits]);
    expect(splits(1)).toBe(splits(1));
    expect(new Set([1, 2, 3, 4, 5].map(splits)).size).toBeGreaterThan(1);
  });

  it('gives every picture one split, leaves none empty that readers need, and tears no group apart', () => {
    const groupBy = fc.constantFrom('auto', 'golden', 'picture', undefined);
    fc.assert(
      fc.property(itemsArbitrary, ratiosArbitrary, groupBy, fc.nat(), (items, ratios, by, seed) => {
        const { splits, report } = assignSplits(items, { ratios, seed, classNames, groupBy: by });
        expect([...splits.keys()].sort((a, b) => a - b)).toEqual(items.map(({ id }) => id));
        const images = splitNames.map((split) => report.splits[split].images);
        expect(images[0]! + images[1]! + images[2]!).toBe(items.length);
        expect(images[0]).toBeGreaterThan(0);
        if (report.groups > 1) expect(images[1]).toBeGreaterThan(0);
        if (ratios.test === 0) expect(images[2]).toBe(0);
        else if (report.groups > 2) expect(images[2]).toBeGreaterThan(0);
        for (const a of items) {
          for (const b of items) {
            const sameLineage = a.lineageKeys.some((key) => b.lineageKeys.includes(key));
            const together = sameLineage || (report.groupBy === 'golden' && a.goldenKey === b.goldenKey);
            if (together) expect(splits.get(a.id)).toBe(splits.get(b.id));
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('says that one picture cannot fill two splits', () => {
    const { splits, report } = assignSplits(
      [{ id: 1, classIndexes: [0], goldenKey: 'a', lineageKeys: [] }],
      usual,
    );
    expect(splits.get(1)).toBe('train');
    expect(report.warnings).toContain('One picture fills only one split: it is in train.');
  });
});
