import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { severities } from './parameters.ts';
import {
  readSeverityRange,
  severityOf,
  severityRanges,
  severityRangeSchema,
  severityWithin,
} from './severity.ts';

describe('readSeverityRange', () => {
  it.each([
    ['minor', { min: 2.5, max: 4 }],
    ['minor-major', { min: 2.5, max: 8 }],
    [' Trivial - CRITICAL ', { min: 1.5, max: 14 }],
    ['2-6.5', { min: 2, max: 6.5 }],
    ['3-major', { min: 3, max: 8 }],
    ['1.5-14', { min: 1.5, max: 14 }],
  ])('reads %j', (text, range) => {
    expect(readSeverityRange(text)).toEqual(range);
  });

  it.each([
    '',
    '-',
    'huge',
    '3',
    '3-3.2',
    '6-2',
    'major-minor',
    '1-4',
    '2-15',
    '2-3-4',
    '-2-4',
    '1e1-12',
    '2-∞',
  ])('refuses %j', (text) => {
    expect(readSeverityRange(text)).toBeNull();
  });

  it('never gives a range that the settings would refuse', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (low, high) => {
        const range = readSeverityRange(`${low}-${high}`);
        if (range !== null) expect(severityRangeSchema.safeParse(range).success).toBe(true);
      }),
    );
  });
});

describe('severityOf', () => {
  it('names every contrast', () => {
    expect([0.6, 1.49, 1.5, 2.5, 4, 8, 20].map(severityOf)).toEqual([
      'allowed',
      'allowed',
      'trivial',
      'minor',
      'major',
      'critical',
      'critical',
    ]);
  });
});

describe('severityWithin', () => {
  it('is what range and word have in common, else the range', () => {
    expect(severityWithin({ min: 2, max: 6 }, null)).toEqual({ min: 2, max: 6 });
    expect(severityWithin({ min: 2, max: 6 }, 'major')).toEqual({ min: 4, max: 6 });
    expect(severityWithin({ min: 2, max: 6 }, 'critical')).toEqual({ min: 2, max: 6 });
    // A sliver in common is not worth aiming at.
    expect(severityWithin({ min: 3.8, max: 6 }, 'minor')).toEqual({ min: 3.8, max: 6 });
  });

  it('never leaves the range', () => {
    const ranges = fc
      .tuple(fc.double({ min: 1.5, max: 13, noNaN: true }), fc.double({ min: 0.5, max: 12, noNaN: true }))
      .map(([min, width]) => ({ min, max: Math.min(14, min + width) }));
    fc.assert(
      fc.property(ranges, fc.constantFrom(...severities), (range, said) => {
        const { min, max } = severityWithin(range, said);
        expect(min).toBeGreaterThanOrEqual(range.min);
        expect(max).toBeLessThanOrEqual(range.max);
        expect(max).toBeGreaterThan(min);
        if (range.min <= severityRanges[said].min && range.max >= severityRanges[said].max)
          expect({ min, max }).toEqual(severityRanges[said]);
      }),
    );
  });
});
