import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { promptParametersSchema, unspecifiedParameters, type PromptParameters } from './parameters.ts';
import type { FamilyWords } from './prompt-segments.ts';
import { understandPrompt } from './understand-prompt.ts';

const families: FamilyWords[] = [
  { name: 'scratch', words: ['score mark', 'hairline scratch', 'scrape', 'gouge'] },
  { name: 'dent', words: ['ding', 'impact mark', 'dimple'] },
  { name: 'crack', words: ['hairline crack', 'fracture', 'fissure'] },
  { name: 'stain', words: ['spot', 'dark spot', 'oil stain', 'smudge', 'coffee ring'] },
];
const read = (text: string): ReturnType<typeof understandPrompt> => understandPrompt(text, families);

/** Only what was said, a place flattened into it. */
function said(text: string): Record<string, unknown> {
  const { place, ...rest } = read(text).parameters;
  return Object.fromEntries(Object.entries({ ...rest, ...place }).filter(([, value]) => value !== null));
}
const refusals = (text: string): [string, string][] =>
  read(text).notUnderstood.map(({ text: part, why }) => [part, why]);
const refused = (text: string): string[] => refusals(text).map(([part]) => part);

describe('understandPrompt', () => {
  it('reads a whole sentence', () => {
    const text = 'three short deep scratches, bright, diagonal, near the top left edge';
    expect(read(text)).toMatchObject({ family: 'scratch', notUnderstood: [] });
    expect(said(text)).toEqual({
      count: { min: 3, max: 3 },
      size: { min: 0.05, max: 0.12 },
      depth: 'deep',
      tone: 'bright',
      direction: { degrees: 45 },
      region: 'edge',
      horizontal: 'left',
      vertical: 'top',
    });
  });

  it('says which words it read, at their places in the text', () => {
    const text = 'Two  “barely visible” cracks';
    expect(read(text).understood).toEqual([
      { text: 'Two', start: 0, end: 3, meaning: 'count: 2' },
      { text: 'barely visible', start: 6, end: 20, meaning: 'severity: trivial' },
      { text: 'cracks', start: 22, end: 28, meaning: 'defect: crack' },
    ]);
  });

  it.each<[string, Record<string, unknown>]>([
    ['hairline', { width: 'thin' }],
    ['Hair-line', { width: 'thin' }],
    ['barely visible', { severity: 'trivial' }],
    ['very faint', { severity: 'trivial' }],
    ['faint', { severity: 'minor' }],
    ['along the grain', { direction: 'along-grain' }],
    ['perpendicular to the grain', { direction: 'across-grain' }],
    ['at a corner', { region: 'corner' }],
    ['around the bolt holes', { region: 'hole' }],
    ['in the middle', { region: 'center' }],
    ['top middle', { vertical: 'top', horizontal: 'middle' }],
    ['from the top left to the bottom right', { direction: { degrees: 135 } }],
    ['a few', { count: { min: 2, max: 4 } }],
    ['two or three', { count: { min: 2, max: 3 } }],
    ['two to four', { count: { min: 2, max: 4 } }],
    ['2-4', { count: { min: 2, max: 4 } }],
    ['4 – 2 marks', { count: { min: 2, max: 4 } }],
    ['between 2 and 4', { count: { min: 2, max: 4 } }],
    ['up to five marks', { count: { min: 1, max: 5 } }],
    ['no more than 5', { count: { min: 1, max: 5 } }],
    ['about 3', { count: { min: 3, max: 3 } }],
    ['3x', { count: { min: 3, max: 3 } }],
    ['5 % of the part', { size: { min: 0.05, max: 0.05 } }],
    ['5%', { size: { min: 0.05, max: 0.05 } }],
    ['7 percent', { size: { min: 0.07, max: 0.07 } }],
    ['0,5 - 1.5 % of the product long', { size: { min: 0.005, max: 0.015 } }],
    ['5 % to 10 %', { size: { min: 0.05, max: 0.1 } }],
    ['up to 8 %', { size: { min: 0.01, max: 0.08 } }],
    ['30 degrees', { direction: { degrees: 30 } }],
    ['45°', { direction: { degrees: 45 } }],
    ['at an angle of -30°', { direction: { degrees: 150 } }],
    ['210 deg', { direction: { degrees: 30 } }],
    ['180°', { direction: { degrees: 180 } }],
    ['４５°', { direction: { degrees: 45 } }],
    ['light grey', { tone: 'bright', colour: 'grey' }],
    ['dark brown', { tone: 'dark', colour: 'brown' }],
    ['LONG AND NARROW', { shape: 'elongated' }],
    ['half of the part', { size: { min: 0.5, max: 0.5 } }],
    ['one quarter of the part long', { size: { min: 0.25, max: 0.25 } }],
    ['three quarters of the part', { size: { min: 0.75, max: 0.75 } }],
    ['2/5 of the product', { size: { min: 0.4, max: 0.4 } }],
  ])('reads "%s"', (text, expected) => {
    expect(said(text)).toEqual(expected);
    expect(read(text).notUnderstood).toEqual([]);
  });

  it.each([
    ['scratched surface', 'scratch'],
    ['DENTS', 'dent'],
    ['denting', 'dent'],
    ['a gouged face', 'scratch'],
    ['smudges', 'stain'],
    ['score marks', 'scratch'],
    ['impact-mark', 'dent'],
    ['no family here', null],
  ])('finds the family in "%s"', (text, family) => {
    expect(read(text).family).toBe(family);
  });

  it('takes the longest name and still reads the adjective in it', () => {
    expect(read('hairline cracks').family).toBe('crack');
    expect(said('hairline cracks')).toEqual({ width: 'thin' });
    expect(said('dark spot')).toEqual({ tone: 'dark' });
  });

  it('tells a hole that is a place from a hole that is the defect', () => {
    const withHole = [...families, { name: 'hole', words: ['missing material'] }];
    expect(understandPrompt('crack near a hole', withHole)).toMatchObject({
      family: 'crack',
      parameters: { place: { region: 'hole' } },
    });
    expect(
      understandPrompt('stain right at the small hole', [...withHole, { name: 'stain', words: [] }]),
    ).toMatchObject({
      family: 'stain',
      parameters: { place: { region: 'hole' } },
    });
    for (const text of ['a cluster of holes', 'two small holes', 'hole in the fabric']) {
      expect(understandPrompt(text, withHole)).toMatchObject({
        family: 'hole',
        parameters: { place: { region: null } },
      });
    }
    expect(understandPrompt('pin hole', [{ name: 'pit', words: ['pin hole'] }])).toMatchObject({
      family: 'pit',
      parameters: { place: { region: null } },
    });
    const label = [{ name: 'label', words: ['label off centre'] }];
    const offCentre = understandPrompt('label off centre', label);
    expect(offCentre.parameters).toEqual({ ...unspecifiedParameters });
    expect(understandPrompt('label off centre in the middle', label).parameters.place.region).toBe('center');
  });

  it('tells a colour from a defect that is named after it', () => {
    const withYellowing = [...families, { name: 'discoloration', words: ['yellowing'] }];
    expect(understandPrompt('yellow stain', withYellowing)).toMatchObject({
      family: 'stain',
      parameters: { colour: 'yellow' },
    });
    expect(understandPrompt('yellowed patch', withYellowing).family).toBe('discoloration');
    expect(understandPrompt('yellowing', withYellowing).parameters.colour).toBeNull();
  });

  it('lets the later of two contradictions win and reports the earlier', () => {
    expect(said('bright scratch, dark')).toEqual({ tone: 'dark' });
    expect(refusals('bright scratch, dark')).toEqual([['bright', '"dark" is said later and wins']]);
    expect(said('top left, at the bottom')).toEqual({ vertical: 'bottom', horizontal: 'left' });
    expect(refused('deep deep scratch')).toEqual([]);
  });

  it('draws one family per prompt', () => {
    expect(read('dent and scratch').family).toBe('scratch');
    expect(refused('dent and scratch')).toEqual(['dent']);
    expect(read('long crack near a dent').family).toBe('crack');
    expect(refused('long crack near a dent')).toEqual(['dent']);
  });

  it('leaves alone what describes the other defect', () => {
    expect(said('long scratch near a hairline crack')).toEqual({ size: { min: 0.3, max: 0.6 } });
    expect(refused('long scratch near a hairline crack')).toEqual(['hairline', 'hairline crack']);
    expect(said('deep dent and a bright scratch')).toEqual({ tone: 'bright' });
  });

  it("does not take a mark's own edge for a place", () => {
    expect(said('stain with dark edges, near the corner')).toEqual({ region: 'corner' });
    expect(refused('stain with dark edges, near the corner')).toEqual(['dark edges']);
    expect(said('stain with a dent near the edge')).toEqual({ region: 'edge' });
  });

  it.each([
    ['not bright', {}, ['not bright']],
    ['not too deep scratch near the edge', { region: 'edge' }, ['not too deep']],
    ['not in the top left corner', {}, ['not in the top left corner']],
    ['not bright but dark', { tone: 'dark' }, ['not bright']],
    ['not bright and shiny or deep', {}, ['not bright and shiny or deep']],
    [
      'long crack without branches near the edge, deep',
      { size: { min: 0.3, max: 0.6 }, depth: 'deep' },
      ['without branches near the edge'],
    ],
    ['isn’t straight', {}, ['isn’t straight']],
    ['non-straight', {}, ['non-straight']],
    ['stain, not', {}, ['not']],
  ])('does not read the negation "%s" as its opposite', (text, expected, parts) => {
    expect(said(text)).toEqual(expected);
    expect(refused(text)).toEqual(parts);
  });

  it('does not take a negated defect for the defect', () => {
    expect(read('no scratches near the edge').family).toBeNull();
    expect(read('a dent, not a scratch').family).toBe('dent');
  });

  it('leaves alone what describes the part', () => {
    expect(said('bright scratch on a dark metal surface')).toEqual({ tone: 'bright' });
    expect(refused('bright scratch on a dark metal surface')).toEqual(['dark']);
    expect(said('deep surface scratch')).toEqual({ depth: 'deep' });
    expect(said('dark surface marks')).toEqual({ tone: 'dark' });
  });

  it.each([
    ['scratch, 5 mm', 5, 5],
    ['scratch 5mm long', 5, 5],
    ['0.3-0.5 mm', 0.3, 0.5],
    ['between 2 and 4 mm', 2, 4],
    ['200 µm', 0.2, 0.2],
    ['200 microns', 0.2, 0.2],
    ['0,5 mm', 0.5, 0.5],
    ['5 cm in diameter', 50, 50],
    ['3" scratch', 76.2, 76.2],
    ['1.5 inches long', 38.1, 38.1],
    ['800 µm to 2 mm', 0.8, 2],
    ['up to 5 mm', 1, 5],
  ])('reads millimetres: %s', (text, min, max) => {
    expect(said(text)).toEqual({ sizeMm: { min, max } });
    expect(refused(text)).toEqual([]);
    const chip = read(text).understood.find(({ meaning }) => meaning.startsWith('size'));
    expect(chip).toMatchObject({
      needsScale: true,
      meaning: `size: ${min === max ? min : `${min}-${max}`} mm`,
    });
  });

  it('takes both a size in millimetres and one in words, for photos without a scale', () => {
    expect(said('long scratch, 5 mm')).toEqual({
      size: { min: 0.3, max: 0.6 },
      sizeMm: { min: 5, max: 5 },
    });
  });

  it.each([
    ['0.2-0.5 µm deep pit', '0.2-0.5 µm deep', 'longest extent'],
    ['2 mm wide', '2 mm wide', 'longest extent'],
    ['12 px', '12 px', 'photos differ in pixels'],
    ['at least 3 mm', 'at least 3 mm', 'upper end'],
    ['11 m', '11 m', 'at most 10 metres'],
    ['0 mm', '0 mm', 'above 0'],
    ['5 % to 3 mm', '5 % to 3', 'different units'],
  ])('refuses "%s", which is no size', (text, part, why) => {
    expect(refusals(text)).toContainEqual([part, expect.stringContaining(why)]);
    expect(read(text).parameters).toMatchObject({ size: null, sizeMm: null, count: null });
  });

  it.each([
    ['0 scratches', '0'],
    ['1/2 scratch', '1/2'],
    ['1/0 of the part', '1/0'],
    ['1000 scratches', '1000'],
    ['1,000 scratches', '1,000'],
    ['0 %', '0 %'],
    ['150 %', '150 %'],
    ['-5 %', '-5 %'],
    ['5 % wide', '5 % wide'],
    ['50 % opacity', '50 % opacity'],
    ['at least 3', 'at least 3'],
    ['400°', '400°'],
    ['30-60°', '30-60°'],
    ['300 °C', '300 °C'],
    ['٣ scratches', '٣'],
    ['🔥 wobbly frobnicated scratch', '🔥 wobbly frobnicated'],
    ['9'.repeat(400), '9'.repeat(400)],
  ])('refuses %j with a reason', (text, part) => {
    expect(said(text)).toEqual({});
    expect(refused(text)).toEqual([part]);
  });

  it('says nothing about filler words', () => {
    expect(read('Please draw a realistic scratch on the surface of the part.').notUnderstood).toEqual([]);
    expect(read('').understood).toEqual([]);
  });

  it('holds for any text: valid parameters, true offsets, nothing thrown', () => {
    const words = fc.constantFrom(
      ...'scratch dents not no without and but of the near top left edge bright dark 3 2-4 5 % mm ° between up to , . - deep "'.split(
        ' ',
      ),
      '\ud800',
      '\u202e',
      '<script>',
      '½',
      '🇩🇪',
      '\u0000',
      'é',
      '%%',
      '--',
      '9e99',
      '1/2',
      `1/${'9'.repeat(400)} of part`,
      'constructor thirds of part',
      'third',
      'with',
      "n't",
    );
    const anyText = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(words, { maxLength: 30 }).map((list) => list.join(' ')),
      fc.array(words, { maxLength: 30 }).map((list) => list.join('')),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        const { parameters, understood, notUnderstood } = read(text);
        expect(promptParametersSchema.parse(parameters)).toEqual(parameters);
        for (const item of [...understood, ...notUnderstood]) {
          expect(item.end).toBeGreaterThan(item.start);
          expect(text.slice(item.start, item.end)).toBe(item.text);
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    'bright dark ',
    'not ',
    'no bright ',
    'scratch dent ',
    'about ',
    'between 2 and ',
    '- ',
    '5 % of the part ',
    'very ',
    "a'a",
    '1,1',
    'ﷺ',
    '\u0301',
    'x-',
    '3 in ',
    'from ',
  ])('takes time in proportion to 10 kB of %j', (piece) => {
    const milliseconds = (length: number): number => {
      const text = piece.repeat(Math.ceil(length / piece.length));
      const before = process.threadCpuUsage();
      read(text);
      const { user, system } = process.threadCpuUsage(before);
      return (user + system) / 1000;
    };
    milliseconds(10_000);
    // A quadratic reading of 10 kB would take seconds; the linear one takes a few milliseconds. Of this thread's own time: of the
    // clock's a busy machine gives it a tenth.
    expect(Math.min(...[1, 2, 3].map(() => milliseconds(10_000)))).toBeLessThan(150);
  });

  it('leaves the shared empty parameters alone', () => {
    read('bright scratch near the top edge');
    expect(unspecifiedParameters satisfies PromptParameters).toEqual(promptParametersSchema.parse({}));
  });
});
