import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { families as drawn } from '#imaging/defects/registry.ts';
import { defectCatalogue } from '#core/template/catalogue.ts';
import { slotChoices } from './slot-choices.ts';
import { slotOf, withoutSlot, withSlot, type Slot, type SlotValue } from './slots.ts';
import { understandPrompt } from './understand-prompt.ts';
import { withParameter } from './with-parameter.ts';

const families = drawn.map(({ name, words }) => ({ name, words }));
const slots: readonly Slot[] = [
  'severity',
  'count',
  'size',
  'sizeMm',
  'width',
  'depth',
  'direction',
  'tone',
  'colour',
  'shape',
  'region',
  'horizontal',
  'vertical',
];

describe('withParameter', () => {
  it.each<[string, Slot, unknown, string]>([
    ['one long scratch near the edge', 'count', { min: 3, max: 3 }, '3 long scratches near the edge'],
    ['2-4 stains', 'count', { min: 1, max: 1 }, 'one stain'],
    ['bright scratch', 'count', { min: 2, max: 4 }, '2-4 bright scratches'],
    ['1-3 thin scratches', 'tone', 'bright', '1-3 thin bright scratches'],
    ['1-3 thin bright scratches', 'tone', 'dark', '1-3 thin dark scratches'],
    ['a  light grey  Stain, thanks', 'tone', 'dark', 'a  dark grey  Stain, thanks'],
    ['dark brown stain', 'tone', null, 'brown stain'],
    ['hairline crack', 'width', 'wide', 'wide crack'],
    ['one dent near the top left edge', 'vertical', 'bottom', 'one dent near the bottom left edge'],
    ['one dent near the left edge', 'vertical', 'top', 'one dent near the top left edge'],
    ['one dent near the top left edge', 'region', null, 'one dent near the top left'],
    ['one deep dent near the edge', 'region', null, 'one deep dent'],
    ['one dent in the middle of the part, deep', 'region', null, 'one dent, deep'],
    ['one dent', 'region', 'corner', 'one dent near the corner'],
    ['one long scratch', 'direction', 'along-grain', 'one long scratch along the grain'],
    ['scratch, 5 mm', 'sizeMm', { min: 1, max: 2.5 }, 'scratch, 1-2.5 mm'],
    ['scratch', 'sizeMm', { min: 3, max: 3 }, 'scratch, 3 mm'],
    ['scratch, 3 mm', 'sizeMm', null, 'scratch'],
    ['bright and deep scratch', 'tone', null, 'deep scratch'],
    ['', 'severity', 'minor', 'minor'],
    ['our customer complains of wobble', 'tone', 'dark', 'our customer complains of wobble, dark'],
    ['bright scratch, dark', 'tone', null, 'scratch'],
  ])('"%s" with %s %j is "%s"', (text, slot, value, expected) => {
    expect(withParameter(text, slot, value as never, families)).toBe(expected);
  });

  it('says that one thing, and leaves everything else as it was, whatever the text', () => {
    const words = fc.constantFrom(
      ...'scratch dents stain hairline crack pin hole not no without and but with of the near in top left edge corner middle center light grey bright dark deep 3 2-4 5 % mm ° between up to , . - " one very small short long faint along grain diagonal from our customer'.split(
        ' ',
      ),
    );
    const texts = fc.oneof(
      fc.array(words, { maxLength: 14 }).map((list) => list.join(' ')),
      fc.constantFrom(...defectCatalogue.map(({ prompt }) => prompt)),
      fc.string({ unit: 'binary', maxLength: 40 }),
    );
    const range = (most: number) =>
      fc
        .tuple(fc.integer({ min: 1, max: most }), fc.integer({ min: 1, max: most }))
        .map(([a, b]) => ({ min: Math.min(a, b), max: Math.max(a, b) }));
    const values: fc.Arbitrary<SlotValue> = fc.oneof(
      fc.constantFrom(...slots.flatMap((slot) => slotChoices(slot).map(({ said }) => said))),
      range(50).map((value) => ({ slot: 'count' as const, value })),
      range(1000).map(({ min, max }) => ({
        slot: 'sizeMm' as const,
        value: { min: min / 10, max: max / 10 },
      })),
    );
    fc.assert(
      fc.property(texts, values, fc.boolean(), (text, said, taken) => {
        const before = understandPrompt(text, families);
        const value = taken ? null : said.value;
        const after = understandPrompt(withParameter(text, said.slot, value as never, families), families);
        expect(after.parameters).toEqual(
          taken ? withoutSlot(before.parameters, said.slot) : withSlot(before.parameters, said),
        );
        expect(slotOf(after.parameters, said.slot)?.value ?? null).toEqual(value);
        expect(after.family).toBe(before.family);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps every other word of the catalogue’s descriptions', () => {
    for (const { prompt } of defectCatalogue) {
      const tone = understandPrompt(prompt, families).parameters.tone === 'dark' ? 'bright' : 'dark';
      const changed = withParameter(prompt, 'tone', tone, families).split(/[\s,]+/);
      for (const word of prompt.split(/[\s,]+/)) {
        if (!['bright', 'dark', 'shiny'].includes(word)) expect(changed).toContain(word);
      }
    }
  });
});
