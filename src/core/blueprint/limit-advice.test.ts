import { expect, it } from 'vitest';
import { noLimits, type BookLimits } from './book-page.ts';
import { limitAdvice } from './limit-advice.ts';

const limits: BookLimits = {
  smallestMm: 0.5,
  largestMm: { trivial: 1, minor: 2, major: 10, critical: null },
};
const mm = (min: number, max = min) => ({ min, max });

it.each<[Parameters<typeof limitAdvice>[0], RegExp[]]>([
  [{ sizeMm: mm(1.5), severity: 'minor' }, []],
  [{ sizeMm: mm(0.2, 0.4), severity: null }, [/^0.2-0.4 mm is under 0.5 mm.* OK/]],
  [{ sizeMm: mm(0.2, 1), severity: null }, [/^Some of 0.2-1 mm is under/]],
  [
    { sizeMm: mm(3), severity: 'minor' },
    [/more than 2 mm, the largest that is minor: by its size it is major/],
  ],
  [{ sizeMm: mm(30), severity: 'trivial' }, [/by its size it is critical/]],
  [{ sizeMm: mm(0.8), severity: 'major' }, [/no more than 2 mm, which is still minor, not major/]],
  [{ sizeMm: null, severity: 'major' }, [/count from 0.5 mm/]],
])('%j', (said, sentences) => {
  const advice = limitAdvice(said, limits);
  expect(advice).toHaveLength(sentences.length);
  sentences.forEach((sentence, i) => expect(advice[i]).toMatch(sentence));
});

it('says nothing where the book sets no limits, and tells what is beyond all of them', () => {
  expect(limitAdvice({ sizeMm: null, severity: 'minor' }, noLimits)).toEqual([]);
  const closed = { ...limits, largestMm: { ...limits.largestMm, critical: 50 } };
  expect(limitAdvice({ sizeMm: mm(60), severity: 'critical' }, closed)[0]).toMatch(/beyond every limit/);
});
