import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slugify, uniqueSlug } from './slug.ts';

const anyText = fc
  .array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 120 })
  .map((codes) => String.fromCodePoint(...codes));

describe('slugify', () => {
  it.each([
    ['Surface scratch', 'surface-scratch'],
    ['../../etc', 'etc'],
    ['<script>alert(1)</script>', 'script-alert-1-script'],
    ['💥', 'defect'],
    ['', 'defect'],
    ['---', 'defect'],
    ['CON', 'defect-con'],
    ['com1', 'defect-com1'],
    ['com10', 'com10'],
    ['nul.txt', 'nul-txt'],
    ['Größe Ångström Øre İzmir', 'grosse-angstrom-ore-izmir'],
    ['ｆｕｌｌ ①', 'full-1'],
    ['キズ', 'defect'],
    ['a'.repeat(300), 'a'.repeat(80)],
    [`${'a'.repeat(79)} b`, 'a'.repeat(79)],
  ])('makes %j into %j', (text, slug) => {
    expect(slugify(text, 'defect')).toBe(slug);
  });

  it('is a safe name whatever comes in', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const slug = slugify(text, 'defect');
        expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
        expect(slug.length).toBeLessThanOrEqual(80);
      }),
    );
  });
});

describe('uniqueSlug', () => {
  it('numbers what is taken, within the length', () => {
    const taken = new Set<string>();
    expect(['Dent', 'dent', 'DENT!'].map((name) => uniqueSlug(name, taken, 'defect'))).toEqual([
      'dent',
      'dent-2',
      'dent-3',
    ]);
    const long = 'a'.repeat(100);
    expect(uniqueSlug(long, taken, 'defect')).toHaveLength(80);
    expect(uniqueSlug(long, taken, 'defect')).toBe(`${'a'.repeat(78)}-2`);
  });
});
