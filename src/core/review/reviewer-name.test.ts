import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkReviewerName } from './reviewer-name.ts';

describe('checkReviewerName', () => {
  it.each([
    ['Anna', 'Anna'],
    ['  Jörg   B. ', 'Jörg B.'],
    ['李雷 👷', '李雷 👷'],
    ['x'.repeat(60), 'x'.repeat(60)],
  ])('keeps %j as %j', (text, value) => {
    expect(checkReviewerName(text)).toEqual({ ok: true, value });
  });

  it.each(['', ' ', '\u200b', 'x'.repeat(61), 'Generator', 'x'.repeat(9000)])(
    'refuses %j in a sentence',
    (text) => {
      expect(checkReviewerName(text)).toMatchObject({
        ok: false,
        message: expect.stringMatching(/^[A-Z“].*\.$/),
      });
    },
  );

  it('keeps what it has kept', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii', maxLength: 70 }), (text) => {
        const checked = checkReviewerName(text);
        if (checked.ok) expect(checkReviewerName(checked.value)).toEqual(checked);
      }),
      { numRuns: 50 },
    );
  });
});
