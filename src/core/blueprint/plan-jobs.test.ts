import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countAllowedVariation, jobSeed, spreadTotal } from './plan-jobs.ts';

describe('spreadTotal', () => {
  const side = fc.integer({ min: 1, max: 40 });
  const spread = (counts: readonly number[]): number => Math.max(...counts) - Math.min(...counts);

  it('gives cells, golden images and defects the same, give or take one, and the whole total', () => {
    fc.assert(
      fc.property(fc.nat(5000), side, side, fc.nat(), (total, goldens, defects, seed) => {
        const counts = spreadTotal(total, { goldens, defects }, seed);
        const sum = (keep: (cell: number) => boolean): number =>
          counts.reduce((all, count, cell) => all + (keep(cell) ? count : 0), 0);
        expect(counts).toHaveLength(goldens * defects);
        expect(sum(() => true)).toBe(total);
        expect(spread(counts)).toBeLessThanOrEqual(1);
        const byGolden = Array.from({ length: goldens }, (_, i) =>
          sum((cell) => Math.floor(cell / defects) === i),
        );
        expect(spread(byGolden)).toBeLessThanOrEqual(1);
        const byDefect = Array.from({ length: defects }, (_, i) => sum((cell) => cell % defects === i));
        expect(spread(byDefect)).toBeLessThanOrEqual(1);
        expect(spreadTotal(total, { goldens, defects }, seed)).toEqual(counts);
      }),
    );
  });

  it('lets the seed say who gets one more', () => {
    const spreads = Array.from({ length: 20 }, (_, seed) =>
      spreadTotal(3, { goldens: 10, defects: 1 }, seed).join(''),
    );
    expect(new Set(spreads).size).toBeGreaterThan(5);
  });

  it('has nothing to spread over no cells', () => {
    expect(spreadTotal(10, { goldens: 0, defects: 3 })).toEqual([]);
  });
});

describe('jobSeed', () => {
  it('never repeats within a cell', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), fc.string(), (blueprintSeed, cellKey) => {
        const seeds = new Set<number>();
        for (let index = 0; index <= 10_000; index++) seeds.add(jobSeed(blueprintSeed, cellKey, index));
        expect(seeds.size).toBe(10_001);
      }),
      { numRuns: 10 },
    );
  });

  it('is a non-negative 31-bit whole number that depends on all three', () => {
    fc.assert(
      fc.property(fc.nat(), fc.uuid(), fc.nat(10_000), (blueprintSeed, cellKey, index) => {
        const seed = jobSeed(blueprintSeed, cellKey, index);
        expect(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31).toBe(true);
        expect(jobSeed(blueprintSeed, cellKey, index)).toBe(seed);
        expect(jobSeed(blueprintSeed + 1, cellKey, index)).not.toBe(seed);
        expect(jobSeed(blueprintSeed, `${cellKey}.`, index)).not.toBe(seed);
      }),
    );
  });

  it('stays the same for ever: a stored picture must be made again', () => {
    expect([0, 1, 2].map((index) => jobSeed(1, 'case-a/scratch', index))).toMatchInlineSnapshot(`
      [
        671914760,
        775996588,
        1193535864,
      ]
    `);
  });
});

describe('countAllowedVariation', () => {
  it('is the share over many cells of few pictures, and over many orders of one cell', () => {
    const cells = Array.from({ length: 2000 }, (_, i) =>
      countAllowedVariation(0.1, { before: 0, count: 3 }, 1, `cell ${i}`),
    );
    expect(cells.reduce((sum, count) => sum + count, 0) / 6000).toBeCloseTo(0.1, 1.5);
    let total = 0;
    for (let before = 0; before < 200; before += 4)
      total += countAllowedVariation(0.1, { before, count: 4 }, 1, 'cell');
    expect(Math.abs(total - 20)).toBeLessThanOrEqual(1);
  });

  it('does not depend on how the pictures were ordered, and is none or all at the ends', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(200),
        fc.nat(200),
        fc.string(),
        (share, first, second, key) => {
          const one = countAllowedVariation(share, { before: 0, count: first }, 1, key);
          const two = countAllowedVariation(share, { before: first, count: second }, 1, key);
          expect(one + two).toBe(countAllowedVariation(share, { before: 0, count: first + second }, 1, key));
          expect(countAllowedVariation(0, { before: first, count: second }, 1, key)).toBe(0);
          expect(countAllowedVariation(1, { before: first, count: second }, 1, key)).toBe(second);
        },
      ),
    );
  });
});
