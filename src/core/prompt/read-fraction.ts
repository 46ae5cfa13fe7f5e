import { partNouns, wordNumbers } from './function-words.ts';
import { readDimension } from './read-dimension.ts';
import type { Token } from './tokenize-prompt.ts';
import { wordStem } from './word-stem.ts';

const denominators = new Map(
  Object.entries({ half: 2, third: 3, quarter: 4, fifth: 5, sixth: 6, eighth: 8, tenth: 10 }).map(
    ([word, value]) => [wordStem(word), value],
  ),
);

/** Reads "half the part", "two thirds of the product long" or "1/3 of the part"; `end` is the token after it. */
export function readFraction(tokens: readonly Token[], from: number): { part: number; end: number } | null {
  const first = tokens[from];
  if (!first) return null;
  const [over, under] = first.key.split('/').map(Number);
  if (first.kind === 'number' && over && under) return ofThePart(tokens, over / under, from + 1);
  const alone = denominators.get(first.key);
  if (alone) return ofThePart(tokens, 1 / alone, from + 1);
  const counted = denominators.get(tokens[from + 1]?.key ?? '');
  const many = wordNumbers.get(first.key);
  return counted && many ? ofThePart(tokens, many / counted, from + 2) : null;
}

/** A fraction is a size only of the part: "half of the marks" is not. */
function ofThePart(
  tokens: readonly Token[],
  part: number,
  from: number,
): { part: number; end: number } | null {
  const noun = tokens[from]?.key === 'of' ? from + 1 : from;
  if (!partNouns.has(tokens[noun]?.key ?? '') || !(part > 0 && part <= 1)) return null;
  const { end, dimension } = readDimension(tokens, noun + 1);
  return dimension === 'extent' ? { part, end } : null;
}
