import { describe, expect, it } from 'vitest';
import { summariseSeverity } from './summarise-severity.ts';

const major = { severity: 'major', min: 4, max: 8, units: 6 } as const;
const minor = { severity: 'minor', min: 2.5, max: 4, units: 3 } as const;

describe('summariseSeverity', () => {
  it('says one mark in one word and one number', () => {
    expect(summariseSeverity([{ aimed: major, cameOut: 5.24, reached: true }])).toEqual({
      aimed: 'major (4–8)',
      cameOut: '5.2',
      missed: 0,
    });
  });

  it('says several as a span, and how many are not as aimed', () => {
    expect(
      summariseSeverity([
        { aimed: major, cameOut: 3.1, reached: false },
        { aimed: minor, cameOut: 2.9, reached: true },
        { aimed: major, cameOut: 6, reached: true },
      ]),
    ).toEqual({ aimed: 'minor to major (2.5–8)', cameOut: '2.9 to 6', missed: 1 });
  });

  it('says a range by the words that it holds, whichever was drawn from it', () => {
    const aimed = { severity: 'minor', min: 2.5, max: 8, units: 3 } as const;
    expect(summariseSeverity([{ aimed, cameOut: 3, reached: true }]).aimed).toBe('minor to major (2.5–8)');
  });

  it('names allowed variation', () => {
    const aimed = { severity: 'allowed', min: 0.5, max: 1.2, units: 0.8 } as const;
    expect(summariseSeverity([{ aimed, cameOut: 0.8, reached: true }]).aimed).toBe(
      'allowed variation (0.5–1.2)',
    );
  });
});
