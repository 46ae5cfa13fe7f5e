import { fromDecimalText } from './decimal-text.ts';
import {
  approximately,
  degreeWords,
  lengthUnits,
  otherShares,
  percentWords,
  pixelWords,
  wordNumbers,
} from './function-words.ts';
import { longestMillimetres, mostMarks } from './parameters.ts';
import { indexPhrases } from './phrase-index.ts';
import { isDimension, readDimension } from './read-dimension.ts';
import { readFraction } from './read-fraction.ts';
import type { SlotValue } from './slots.ts';
import type { Token } from './tokenize-prompt.ts';

/** `length` is the number of tokens read. */
export type Quantity = { length: number } & ({ said: SlotValue } | { why: string });

type Unit = 'none' | 'percent' | 'degree' | 'length' | 'pixel';
/** Millimetres in a unit of the first and the second amount; 0 where the unit is no length. */
type Scales = readonly [number, number];
type Bound = 'exact' | 'at-most' | 'at-least' | 'span';
type Amount = { text: string; whole: boolean; negative: boolean; end: number };

const bounds = indexPhrases<Bound>([
  ...['between', 'from'].map((phrase) => [phrase, 'span'] as const),
  ...[
    'up to',
    'at most',
    'no more than',
    'not more than',
    'less than',
    'fewer than',
    'max',
    'maximum',
    '<',
    '≤',
  ].map((phrase) => [phrase, 'at-most'] as const),
  ...['at least', 'no less than', 'no fewer than', 'more than', 'min', 'minimum', 'over', '>', '≥'].map(
    (phrase) => [phrase, 'at-least'] as const,
  ),
]);

export const readsAsNumber = (token: Token): boolean => token.kind === 'number' || wordNumbers.has(token.key);

/** The smallest mark worth drawing, where only the largest is given ("up to 5 %"). */
const smallestSize = 0.01;
/** The same in millimetres, in parts of the largest. */
const smallestPart = 0.2;

/** Reads a number, a range, and its unit at `from`; `null` when no number stands there. */
export function readQuantity(tokens: readonly Token[], from: number): Quantity | null {
  let at = from;
  const prefix = bounds.longest(tokens, at);
  if (prefix) at += prefix.length;
  while (at - from < 6 && at < tokens.length && approximately.has(tokens[at]!.key)) at++;
  const fraction = readFraction(tokens, at);
  if (fraction) {
    const value = { min: fraction.part, max: fraction.part };
    return { length: fraction.end - from, said: { slot: 'size', value } };
  }
  const first = readAmount(tokens, at, true);
  if (!first) return null;
  let unit = readUnit(tokens, first.end);
  const bound = prefix?.values[0] ?? 'exact';
  const second = readRangeEnd(tokens, unit.end, bound === 'span');
  if (second) {
    const secondUnit = readUnit(tokens, second.end);
    if (secondUnit.unit === 'none') unit = { ...unit, end: second.end };
    else if (unit.unit === 'none' || unit.unit === secondUnit.unit)
      unit = { ...secondUnit, scales: [unit.scales[0] || secondUnit.scales[0], secondUnit.scales[0]] };
    else return { length: second.end - from, why: 'the two ends of this range have different units' };
  }
  const { scales, end } = unit;
  const measured = { first, second: second ?? first, bound, tokens, scales, end };
  const read = quantityReaders[unit.unit](measured);
  return { ...read, length: read.length - from };
}

type Measured = {
  first: Amount;
  second: Amount;
  bound: Bound;
  tokens: readonly Token[];
  scales: Scales;
  end: number;
};

/** Each reader's `length` is the index of the token after the quantity. */
const quantityReaders: Record<Unit, (measured: Measured) => Quantity> = {
  none: ({ first, second, bound, end }) => {
    const refused = (why: string): Quantity => ({ length: end, why });
    if (bound === 'at-least') return refused('needs an upper end too: say "2-4"');
    if (!first.whole || !second.whole)
      return refused('a number without a unit: say "5 %", "30 degrees" or a whole count');
    const range = ordered(Number(first.text), Number(second.text));
    if (bound === 'at-most') range.min = 1;
    if (range.min < 1 || range.max > mostMarks) return refused(`a picture has 1 to ${mostMarks} marks`);
    return { length: end, said: { slot: 'count', value: range } };
  },
  percent: ({ first, second, bound, tokens, end }) => {
    const tail = readDimension(tokens, end);
    const refused = (why: string): Quantity => ({ length: tail.end, why });
    if (tail.dimension === 'other')
      return refused('only the longest extent is given in parts of the product');
    if (otherShares.has(tokens[tail.end]?.key ?? '')) {
      return { length: tail.end + 1, why: 'only a size is given in percent' };
    }
    if (bound === 'at-least') return refused('needs an upper end too: say "5-10 %"');
    const range = ordered(fromDecimalText(first.text, -2), fromDecimalText(second.text, -2));
    if (bound === 'at-most') range.min = Math.min(smallestSize, range.max);
    if (first.negative || !(range.min > 0 && range.max <= 1))
      return refused('a size is above 0 and at most 100 %');
    return { length: tail.end, said: { slot: 'size', value: range } };
  },
  degree: ({ first, second, bound, tokens, end }) => {
    const scale = tokens[end]?.key;
    const refused = (why: string): Quantity => ({ length: end, why });
    if ((scale === 'c' || scale === 'f') && tokens[end]!.start === tokens[end - 1]!.end) {
      return { length: end + 1, why: 'a temperature cannot be drawn' };
    }
    if (first !== second || bound !== 'exact') return refused('a direction is one angle: say "30 degrees"');
    const angle = fromDecimalText(first.text, 0);
    if (!(angle <= 360)) return refused('an angle is between 0 and 360 degrees');
    // A line has no head: 210 degrees is 30 degrees.
    const line = first.negative ? (360 - angle) % 180 : angle > 180 ? angle - 180 : angle;
    return { length: end, said: { slot: 'direction', value: { degrees: line } } };
  },
  length: ({ first, second, bound, tokens, scales, end }) => {
    const tail = readDimension(tokens, end);
    const refused = (why: string): Quantity => ({ length: tail.end, why });
    if (tail.dimension === 'other') return refused('only the longest extent is given in millimetres');
    if (bound === 'at-least') return refused('needs an upper end too: say "2-5 mm"');
    const range = ordered(inMillimetres(first.text, scales[0]), inMillimetres(second.text, scales[1]));
    if (bound === 'at-most') range.min = range.max * smallestPart;
    if (first.negative || !(range.min > 0 && range.max <= longestMillimetres))
      return refused('a size is above 0 and at most 10 metres');
    return { length: tail.end, said: { slot: 'sizeMm', value: range } };
  },
  pixel: ({ tokens, end }) => ({
    length: readDimension(tokens, end).end,
    why: 'photos differ in pixels: say "5 %" of the product, or "2 mm"',
  }),
};

/** Powers of ten by moving the point, so that "0.3 cm" is 3 and not 2.9999999999999996. */
function inMillimetres(text: string, scale: number): number {
  const shift = Math.log10(scale);
  if (Number.isInteger(shift)) return fromDecimalText(text, shift);
  return Number((fromDecimalText(text, 0) * scale).toPrecision(12));
}

function ordered(a: number, b: number): { min: number; max: number } {
  return { min: Math.min(a, b), max: Math.max(a, b) };
}

function readAmount(tokens: readonly Token[], at: number, mayBeNegative: boolean): Amount | null {
  const token = tokens[at];
  if (!token) return null;
  const after = tokens[at + 1];
  if (mayBeNegative && token.kind === 'dash' && after?.kind === 'number' && token.end === after.start) {
    const amount = readAmount(tokens, at + 1, false);
    return amount && { ...amount, negative: true, whole: false };
  }
  if (token.kind === 'number') {
    // Digits of other scripts are numbers too, but not ones that `Number` reads.
    if (!/^[\d.,]+$/.test(token.key)) return null;
    return { text: token.key, whole: /^\d+$/.test(token.key), negative: false, end: at + 1 };
  }
  const value = token.kind === 'word' ? wordNumbers.get(token.key) : undefined;
  return value === undefined ? null : { text: String(value), whole: true, negative: false, end: at + 1 };
}

function readRangeEnd(tokens: readonly Token[], at: number, isSpan: boolean): Amount | null {
  const joint = tokens[at];
  const joins =
    joint &&
    (joint.kind === 'dash' || joint.key === 'to' || joint.key === 'or' || (isSpan && joint.key === 'and'));
  return joins ? readAmount(tokens, at + 1, false) : null;
}

type UnitReading = { unit: Unit; scales: Scales; end: number };

function readUnit(tokens: readonly Token[], at: number): UnitReading {
  const token = tokens[at];
  const after = tokens[at + 1];
  const found = (unit: Unit, end: number, scale = 0): UnitReading => ({ unit, scales: [scale, scale], end });
  if (!token) return found('none', at);
  if (token.kind === 'percent' || percentWords.has(token.key)) return found('percent', at + 1);
  if (token.key === 'per' && after?.key === 'cent') return found('percent', at + 2);
  if (token.kind === 'degree' || degreeWords.has(token.key)) return found('degree', at + 1);
  // "3 in the corner" is a count; "3 in" is inches only when nothing follows that it could lead to.
  if (token.key === 'in' && after?.kind === 'word' && !isDimension(after)) return found('none', at);
  const millimetres = lengthUnits.get(token.key);
  if (millimetres !== undefined) return found('length', at + 1, millimetres);
  return pixelWords.has(token.key) ? found('pixel', at + 1) : found('none', at);
}
