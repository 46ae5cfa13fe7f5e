import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { fitHabits } from './fit-habits.ts';
import { fittedHabitsSchema } from './fitted-habits.ts';
import { fitLogNormal } from './fit-log-normal.ts';
import { measuredSampleSchema, type MeasuredRealMark, type MeasuredSample } from './measured-sample.ts';

const mark = (change: Partial<MeasuredRealMark> = {}): MeasuredRealMark => ({
  size: { part: 0.1, px: 50 },
  slenderness: 0.5,
  degrees: 0,
  toGrain: null,
  contrast: { units: 4, levels: 12, unit: 3 },
  tone: 'dark',
  shift: [-12, -12, -12],
  place: 'anywhere',
  toEdge: 0.2,
  area: 300,
  ...change,
});
const photo = (marks: MeasuredRealMark[], change: Partial<MeasuredSample> = {}): MeasuredSample => ({
  diameter: 500,
  wholeFrame: false,
  chance: { edge: 0.25, hole: 0.05, corner: 0.1 },
  marks,
  ...change,
});
const photos = (count: number, of: (k: number) => MeasuredSample): MeasuredSample[] =>
  Array.from({ length: count }, (_, k) => of(k));

describe('fitting what is usual to real samples', () => {
  it('needs three', () => {
    expect(fitHabits([])).toBeNull();
    expect(fitHabits(photos(2, () => photo([mark()])))).toBeNull();
    expect(fitHabits(photos(3, () => photo([mark()])))?.samples).toBe(3);
  });

  it('finds the distribution that the samples come from', () => {
    const random = createRandom('sizes');
    const medians = photos(200, () => {
      const drawn = photos(10, () =>
        photo([mark({ size: { part: 0.03 * Math.exp(random.normal(0, 0.5)), px: 1 } })]),
      );
      return drawn[0] && { ...drawn[0], diameter: fitHabits(drawn)!.size.median };
    }).map(({ diameter }) => diameter);
    const mean = medians.reduce((sum, value) => sum + Math.log(value / 0.03), 0) / medians.length;
    expect(Math.abs(mean)).toBeLessThan(0.05);
    const { spread } = fitLogNormal(
      photos(2000, () => photo([])).map(() => ({ value: Math.exp(random.normal(1, 0.4)), weight: 1 })),
      2000,
    );
    // The tails beyond 2.5 deviations are left out.
    expect(spread).toBeGreaterThan(0.37);
    expect(spread).toBeLessThan(0.42);
  });

  it('is not led astray by one slip of a mask', () => {
    const sizes = [0.03, 0.032, 0.028, 0.035, 0.03, 0.029, 0.9];
    const fit = fitHabits(sizes.map((part) => photo([mark({ size: { part, px: 1 } })])))!;
    expect(fit.size.median).toBeCloseTo(0.03, 3);
    expect(fit.size.max).toBeLessThan(0.1);
  });

  it('leaves the limits as wide as so few samples leave them', () => {
    const sizes = [0.02, 0.03, 0.045];
    const fitted = (copies: number) =>
      fitHabits(photos(3 * copies, (k) => photo([mark({ size: { part: sizes[k % 3]!, px: 1 } })])))!.size;
    expect(fitted(1).min).toBeLessThan(0.02);
    expect(fitted(1).max).toBeGreaterThan(0.045);
    expect(fitted(10).max).toBeLessThan(fitted(1).max);
    expect(fitted(10).max).toBeGreaterThan(0.045);
  });

  it('weighs photos, not marks', () => {
    const many = photo(
      Array.from({ length: 20 }, () => mark({ tone: 'bright', size: { part: 0.5, px: 1 } })),
    );
    const fit = fitHabits([...photos(4, () => photo([mark()])), many])!;
    expect(fit.tone).toEqual({ dark: 0.8, bright: 0.2, mixed: 0 });
    expect(fit.size.median).toBe(0.1);
    expect(fit.marks).toBe(24);
  });

  it('takes chance out of the places', () => {
    const [edge, anywhere] = [mark({ place: 'edge' }), mark()];
    const fit = (all: MeasuredSample[]) => fitHabits(all)!.where;
    // A quarter at the edge is what chance gives.
    expect(fit(photos(8, (k) => photo([k % 4 === 0 ? edge : anywhere])))).toMatchObject({
      edge: 0,
      anywhere: 1,
    });
    expect(fit(photos(10, () => photo([edge])))!.edge).toBeGreaterThan(0.85);
    expect(fit(photos(3, () => photo([mark()], { wholeFrame: true })))).toBeNull();
  });

  it('finds how many there are, and whether they follow the grain', () => {
    const marks = [1, 2, 1, 4].map((count) =>
      photo(Array.from({ length: count }, () => mark({ toGrain: 5 }))),
    );
    const fit = fitHabits(marks)!;
    // Two on average: 1 / (1 - another).
    expect(fit.another).toBeCloseTo(0.44, 2);
    expect(fit.direction!.along).toBeGreaterThan(0.7);
    expect(fit.direction!.across).toBe(0);
    expect(fitHabits(photos(3, () => photo([mark()])))!.direction).toBeNull();
  });

  it('gives usable numbers for whatever was measured, in any order', () => {
    const amount = fc.double({ min: 0, max: 1e4, noNaN: true });
    const marks = fc.record({
      part: amount,
      units: amount,
      slenderness: fc.double({ min: 0, max: 1, noNaN: true }),
      tone: fc.constantFrom('dark', 'bright', 'mixed'),
      place: fc.constantFrom('anywhere', 'edge', 'hole', 'corner'),
      toGrain: fc.option(fc.double({ min: 0, max: 90, noNaN: true })),
    });
    const samples = fc.array(fc.tuple(fc.array(marks, { minLength: 1, maxLength: 5 }), fc.boolean()), {
      minLength: 3,
      maxLength: 30,
    });
    fc.assert(
      fc.property(samples, (drawn) => {
        const all = drawn.map(([some, wholeFrame]) =>
          measuredSampleSchema.parse(
            photo(
              some.map(({ part, units, ...rest }) =>
                mark({ ...rest, size: { part, px: 1 }, contrast: { units, levels: 1, unit: 1 } }),
              ),
              { wholeFrame },
            ),
          ),
        );
        const fit = fittedHabitsSchema.parse(fitHabits(all));
        for (const range of [fit.size, fit.contrast, fit.slenderness]) {
          expect(range.min).toBeLessThanOrEqual(range.median);
          expect(range.median).toBeLessThanOrEqual(range.max);
        }
        const turned = fitHabits([...all].reverse())!;
        expect(turned.size.median).toBe(fit.size.median);
        expect(JSON.parse(JSON.stringify(fit))).toEqual(fit);
      }),
      { numRuns: 60 },
    );
  });
});
