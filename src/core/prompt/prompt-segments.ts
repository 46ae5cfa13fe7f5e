import {
  clauseNegations,
  silentPhrases,
  silentWords,
  wordNegations,
  prepositions,
} from './function-words.ts';
import { lexicon, phrasesOf } from './lexicon.ts';
import { indexPhrases, type PhraseIndex } from './phrase-index.ts';
import { readQuantity, readsAsNumber } from './read-quantity.ts';
import { placeSlots, type SlotValue } from './slots.ts';
import { tokenizePrompt, type Token } from './tokenize-prompt.ts';

/** A defect family and the words that name it. The renderer owns the list; here it is an argument. */
export type FamilyWords = { readonly name: string; readonly words: readonly string[] };

/** A stretch of the prompt and what it says. Offsets are UTF-16, into the text as typed. */
export type Segment = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'slot'; readonly said: SlotValue }
  | { readonly kind: 'family'; readonly family: string }
  /** A defect that is mentioned but not the one to draw. */
  | { readonly kind: 'other-family' }
  | { readonly kind: 'negation'; readonly reach: 'clause' | 'word' }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'silent'; readonly key: string }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'break' }
);

const slotPhrases = indexPhrases<SlotValue>(
  lexicon.flatMap((entry) =>
    phrasesOf(entry.phrases).map(
      (phrase) => [phrase, { slot: entry.slot, value: entry.value } as SlotValue] as const,
    ),
  ),
);
const silentIdioms = indexPhrases(silentPhrases.map((phrase) => [phrase, true] as const));

/** Cuts a prompt into segments: at each place the longest reading wins. */
export function segmentPrompt(text: string, families: readonly FamilyWords[]): Segment[] {
  const tokens = withoutHyphens(tokenizePrompt(text));
  const familyPhrases = indexFamilies(families);
  const segments: Segment[] = [];
  // "near a hole" and "near the small hole" are places, "a hole" is the defect.
  let afterPreposition = false;
  for (let i = 0; i < tokens.length;) {
    const { length, found } = readAt(tokens, i, familyPhrases, {
      afterPreposition,
      isVerb: /(?:ing|ed)$/i.test(text.slice(tokens[i]!.start, tokens[i]!.end)),
    });
    const span = { start: tokens[i]!.start, end: tokens[i + length - 1]!.end };
    // "hairline crack" may name a family as a whole; "hairline" in it still says how wide.
    if (found[0]?.kind === 'family') segments.push(...slotsWithin(tokens, i, length));
    for (const item of found) segments.push({ ...span, ...item } as Segment);
    const [first] = found;
    if (first?.kind !== 'slot') afterPreposition = first?.kind === 'silent' && prepositions.has(first.key);
    i += length;
  }
  return segments;
}

type Reading = { length: number; found: Bare[] };
type Bare = Segment extends infer S ? (S extends Segment ? Omit<S, 'start' | 'end'> : never) : never;

function readAt(
  tokens: readonly Token[],
  i: number,
  familyPhrases: PhraseIndex<string>,
  { afterPreposition, isVerb }: { afterPreposition: boolean; isVerb: boolean },
): Reading {
  const token = tokens[i]!;
  if (token.kind === 'break') return { length: 1, found: [{ kind: 'break' }] };

  const readings: (Reading | null)[] = [];
  const slots = slotPhrases.longest(tokens, i);
  const slotReading = slots && {
    length: slots.length,
    found: slots.values.map((said): Bare => ({ kind: 'slot', said })),
  };
  const family = familyPhrases.longest(tokens, i);
  const familyReading = family && {
    length: family.length,
    found: [{ kind: 'family', family: family.values[0]! } as const],
  };
  const isPlace = slots && afterPreposition && placeSlots.has(slots.values[0]!.slot);
  // "yellowing" is a defect, "yellow" is how one looks, and both have one stem.
  const isColour = slots?.values[0]!.slot === 'colour' && !isVerb;
  readings.push(...(isPlace || isColour ? [slotReading, familyReading] : [familyReading, slotReading]));
  const quantity = readQuantity(tokens, i);
  if (quantity) {
    const found: Bare =
      'said' in quantity ? { kind: 'slot', said: quantity.said } : { kind: 'refused', why: quantity.why };
    readings.push({ length: quantity.length, found: [found] });
  }
  const idiom = silentIdioms.longest(tokens, i);
  if (idiom) {
    const keys = tokens.slice(i, i + idiom.length).map(({ key }) => key);
    const key = keys.find((key) => prepositions.has(key)) ?? token.key;
    readings.push({ length: idiom.length, found: [{ kind: 'silent', key }] });
  }

  const best = readings.reduce((a, b) => ((b?.length ?? 0) > (a?.length ?? 0) ? b : a), null);
  return best ?? { length: 1, found: [readAlone(token)] };
}

function readAlone(token: Token): Bare {
  if (clauseNegations.has(token.key)) return { kind: 'negation', reach: 'clause' };
  if (wordNegations.has(token.key)) return { kind: 'negation', reach: 'word' };
  if (token.kind === 'dash' || silentWords.has(token.key)) return { kind: 'silent', key: token.key };
  return { kind: 'unknown' };
}

function slotsWithin(tokens: readonly Token[], from: number, length: number): Segment[] {
  const inner = tokens.slice(from, from + length);
  return inner.flatMap((token, i) => {
    const slots = slotPhrases.longest(inner, i);
    if (!slots || slots.length === inner.length) return [];
    const end = inner[i + slots.length - 1]!.end;
    // A "pin hole" is not at a hole nor "off centre" in the middle, but a "broken corner" is at a corner.
    const told = slots.values.filter(
      ({ slot, value }) => slot !== 'region' || (value !== 'hole' && value !== 'center'),
    );
    return told.map((said): Segment => ({ kind: 'slot', said, start: token.start, end }));
  });
}

/** The renderer's list never changes, and indexing it took nine tenths of the time that one prompt takes to read. */
const indexed = new WeakMap<readonly FamilyWords[], PhraseIndex<string>>();

function indexFamilies(families: readonly FamilyWords[]): PhraseIndex<string> {
  const known = indexed.get(families);
  if (known) return known;
  const index = indexPhrases(
    families.flatMap(({ name, words }) => [name, ...words].map((word) => [word, name] as const)),
  );
  indexed.set(families, index);
  return index;
}

/** Only a dash before a number says something (a range or a sign); "top-left" is two words. */
function withoutHyphens(tokens: readonly Token[]): Token[] {
  return tokens.filter((token, i) => {
    if (token.kind !== 'dash') return true;
    const next = tokens[i + 1];
    return next !== undefined && readsAsNumber(next) && (i === 0 || tokens[i - 1]!.kind !== 'dash');
  });
}
