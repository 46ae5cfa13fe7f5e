import { extentWords, otherDimensionWords, partNouns } from './function-words.ts';
import type { Token } from './tokenize-prompt.ts';

export const isDimension = (token: Token | undefined): boolean =>
  token !== undefined && (extentWords.has(token.key) || otherDimensionWords.has(token.key));

/** Reads "long", "in diameter", "of the part's length" after a measure. */
export function readDimension(
  tokens: readonly Token[],
  from: number,
): { end: number; dimension: 'extent' | 'other' } {
  let dimension: 'extent' | 'other' = 'extent';
  let at = from;
  for (;;) {
    const lead = tokens[at]?.key === 'of' || tokens[at]?.key === 'in' ? 1 : 0;
    const token = tokens[at + lead];
    if (!token || !(isDimension(token) || (partNouns.has(token.key) && (lead === 1 || at > from)))) break;
    if (otherDimensionWords.has(token.key)) dimension = 'other';
    at += lead + 1;
  }
  return { end: at, dimension };
}
