import { expect, it } from 'vitest';
import { fittedTo, missingSamples, samplesInUse } from './describe-fit.ts';
import { factsOfFit, factsOfSample } from './fit-facts.ts';

it('says a fit in words: the usual, the limits, the larger shares first', () => {
  const facts = factsOfFit({
    samples: 4,
    marks: 6,
    size: { median: 0.0452, spread: 0.2, min: 0.03, max: 0.12 },
    contrast: { median: 3.31, spread: 0.2, min: 2.5, max: 4.4 },
    slenderness: { median: 0.5, spread: 0.2, min: 0.06, max: 1 },
    another: 0.2,
    where: { anywhere: 0.3, edge: 0.7, hole: 0, corner: 0 },
    tone: { dark: 1, bright: 0, mixed: 0 },
    direction: null,
  });
  expect(Object.fromEntries(facts.map(({ label, value }) => [label, value]))).toEqual({
    Size: '4.5 % (3.0 % to 12 %) of the part',
    Contrast: '3.3 (2.5 to 4.4) × the surface’s variation',
    'Width by length': '0.50 (0.06 to 1.00)',
    Tone: 'dark',
    'Marks in a picture': '1.3 on average',
    Place: 'at an edge 70 %, anywhere 30 %',
  });
});

it('says what was measured on one photo by its largest mark', () => {
  const mark = {
    size: { part: 0.05, px: 30 },
    slenderness: 0.4,
    degrees: 0,
    toGrain: null,
    contrast: { units: 3, levels: 9, unit: 3 },
    tone: 'mixed' as const,
    shift: [0, 0, 0] as [number, number, number],
    place: 'edge' as const,
    toEdge: 0,
    area: 90,
  };
  const sample = { diameter: 600, wholeFrame: false, chance: { edge: 0, hole: 0, corner: 0 }, marks: [mark] };
  expect(factsOfSample(sample)).toBe('5.0 %, 3.0 × variation, dark and bright, at an edge');
  const two = {
    ...sample,
    marks: [
      { ...mark, area: 2 },
      { ...mark, place: 'anywhere' as const, tone: 'dark' as const },
    ],
  };
  expect(factsOfSample(two)).toBe('2 marks; the largest 5.0 %, 3.0 × variation, dark');
});

it('says how many are missing, and is in use only when there are enough and somebody wants it', () => {
  expect(missingSamples(0)).toMatch(/^There are no real samples yet: add 3 more to use them/);
  expect(missingSamples(1)).toMatch(/^There is 1: add 2 more/);
  expect(missingSamples(3)).toBeNull();
  expect(fittedTo(10)).toBe('fitted to 10 real samples');
  expect(samplesInUse({ useFit: true, realSamples: 2 })).toBeNull();
  expect(samplesInUse({ useFit: false, realSamples: 9 })).toBeNull();
  expect(samplesInUse({ useFit: true, realSamples: 9 })).toBe(9);
});
