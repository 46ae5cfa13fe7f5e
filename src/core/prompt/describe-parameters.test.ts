import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeParameters } from './describe-parameters.ts';
import {
  longestMillimetres,
  mostMarks,
  promptParametersSchema,
  severities,
  unspecifiedParameters,
  type PromptParameters,
} from './parameters.ts';
import { understandPrompt } from './understand-prompt.ts';

const shape = promptParametersSchema.shape;
const options = <T>(schema: { options: readonly T[] }): fc.Arbitrary<T | null> =>
  fc.constantFrom(null, ...schema.options);
const inOrder = ([a, b]: [number, number]): { min: number; max: number } => ({
  min: Math.min(a, b),
  max: Math.max(a, b),
});
const ratio = fc.oneof(
  fc.integer({ min: 1, max: 1000 }).map((n) => n / 1000),
  fc.double({ min: Number.MIN_VALUE, max: 1, noNaN: true }),
);
const millimetres = fc.oneof(
  fc.integer({ min: 1, max: 10_000_000 }).map((n) => n / 1000),
  fc.double({ min: Number.MIN_VALUE, max: longestMillimetres, noNaN: true }),
);
const marks = fc.integer({ min: 1, max: mostMarks });
const place = shape.place.unwrap().shape;

const parametersArbitrary: fc.Arbitrary<PromptParameters> = fc.record({
  severity: fc.constantFrom(null, ...severities),
  count: fc.option(fc.tuple(marks, marks).map(inOrder)),
  size: fc.option(fc.tuple(ratio, ratio).map(inOrder)),
  sizeMm: fc.option(fc.tuple(millimetres, millimetres).map(inOrder)),
  width: options(shape.width.unwrap().unwrap()),
  depth: options(shape.depth.unwrap().unwrap()),
  direction: fc.oneof(
    fc.constantFrom(null, 'along-grain' as const, 'across-grain' as const),
    fc
      .oneof(fc.integer({ min: 0, max: 180 }), fc.double({ min: 0, max: 180, noNaN: true }))
      .map((degrees) => ({ degrees })),
  ),
  tone: options(shape.tone.unwrap().unwrap()),
  colour: options(shape.colour.unwrap().unwrap()),
  shape: options(shape.shape.unwrap().unwrap()),
  place: fc.record({
    region: options(place.region.unwrap().unwrap()),
    horizontal: options(place.horizontal.unwrap().unwrap()),
    vertical: options(place.vertical.unwrap().unwrap()),
  }),
});

describe('describeParameters', () => {
  it('reads back as the same parameters, whatever they are', () => {
    fc.assert(
      fc.property(parametersArbitrary, (parameters) => {
        const reading = understandPrompt(describeParameters(parameters), []);
        expect(reading.parameters).toEqual(parameters);
        expect(reading.notUnderstood).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('is short and plain', () => {
    expect(describeParameters(unspecifiedParameters)).toBe('');
    const { parameters } = understandPrompt(
      '2-4 short deep scratches, 7 %, 30.5°, bright, brown, top left edge',
      [{ name: 'scratch', words: [] }],
    );
    expect(describeParameters(parameters)).toBe(
      '2-4 marks, 7 % of the part, deep, 30.5 degrees, bright, brown, near the top left edge',
    );
    expect(describeParameters({ ...unspecifiedParameters, size: { min: 0.05, max: 0.12 } })).toBe('short');
  });
});
