import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkName, nameKey, sameName } from './names.ts';

const kept = (name: string): string | null => {
  const checked = checkName(name);
  return checked.ok ? checked.value : null;
};

describe('checkName', () => {
  it.each([
    ['  Surface scratch ', 'Surface scratch'],
    ['tab\tand\r\nline', 'tab and line'],
    ['e\u0301tanche', 'étanche'],
    ['../../etc', '../../etc'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['🔥', '🔥'],
    ['👩‍🏭 line 2', '👩‍🏭 line 2'],
    ['❤\ufe0f', '❤\ufe0f'],
    ['abc\u202etxt.exe', 'abctxt.exe'],
    ['nul\u0000l', 'null'],
    ['zero\u200bwidth\ufeff', 'zerowidth'],
    ['half \ud800 pair', 'half pair'],
    ['傷', '傷'],
    ['CON', 'CON'],
  ])('keeps %j as %j', (name, value) => {
    expect(kept(name)).toBe(value);
  });

  it.each(['', '   ', '\u0000\u0007', '\u200d', '\u202e\u202c', '\u3164', '\ud83d'])(
    'refuses %j: nothing to see',
    (name) => {
      expect(checkName(name)).toEqual({
        ok: false,
        message: expect.stringMatching(/at least one visible character/),
      });
    },
  );

  it('counts characters as people do', () => {
    expect(kept('👩‍👩‍👧‍👦'.repeat(80))).not.toBeNull();
    expect(checkName('👩‍👩‍👧‍👦'.repeat(81)).ok).toBe(false);
    expect(kept('x'.repeat(80))).toHaveLength(80);
    expect(checkName('x'.repeat(300))).toEqual({
      ok: false,
      message: 'A name has at most 80 characters and this one has 300; shorten it.',
    });
    expect(checkName(`a${'\u0301'.repeat(5000)}`).ok).toBe(false);
  });

  it('keeps what it kept, and never an invisible or broken character', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), (name) => {
        const value = kept(name);
        if (value === null) return;
        expect(kept(value)).toBe(value);
        expect(value.isWellFormed()).toBe(true);
        expect(value).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        expect(value.trim()).toBe(value);
      }),
    );
  });
});

describe('sameName', () => {
  it.each([
    ['Scratch', 'scratch', true],
    ['ＳＣＲＡＴＣＨ', 'scratch', true],
    ['Straße', 'STRASSE', true],
    ['STRAẞE', 'Straße', true],
    ['surface  scratch', ' Surface scratch', true],
    ['scr\u200batch', 'scratch', true],
    ['e\u0301', 'é', true],
    ['scratch', 'scratches', false],
  ])('%j and %j: %s', (a, b, same) => {
    expect(sameName(a, b)).toBe(same);
  });

  it('has one key per letter, whatever its case', () => {
    const wrong: string[] = [];
    for (let code = 0; code <= 0x10ffff; code++) {
      const letter = String.fromCodePoint(code);
      const cases = [letter.toLowerCase(), letter.toUpperCase()];
      if (cases.every((other) => other === letter)) continue;
      const key = nameKey(letter);
      if ([key, ...cases].some((other) => nameKey(other) !== key)) wrong.push(letter);
    }
    expect(wrong).toEqual([]);
  });

  it('has one key per name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect(nameKey(nameKey(name))).toBe(nameKey(name));
        expect(sameName(name, `\u200b${name.normalize('NFD')} `)).toBe(true);
      }),
    );
  });
});
