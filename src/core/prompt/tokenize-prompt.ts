import { wordStem } from './word-stem.ts';

/** `start` and `end` are UTF-16 offsets into the text as typed. */
export type Token = {
  readonly kind: 'word' | 'number' | 'dash' | 'break' | 'percent' | 'degree' | 'other';
  /** What is compared: a word's stem, anything else in its compatibility form. */
  readonly key: string;
  readonly start: number;
  readonly end: number;
};

// Every alternative consumes what it looks at, so the scan is linear whatever is typed.
const pattern =
  /(?<percent>[%％])|(?<degree>[°º˚])|(?<number>\p{Nd}+(?:[.,/]\p{Nd}+)?)|(?<word>[\p{L}\p{M}][\p{L}\p{M}\p{N}]*(?:['’][\p{L}\p{M}]+)*)|(?<dash>[-‐‑‒–—−])|(?<break>[,.;:!?()\n…]+)|(?<other>(?<=\p{Nd})["″”]|[^\s\p{P}\p{L}\p{M}\p{Nd}\p{Cc}\p{Cf}°º˚]+)/gu;

/** Splits a prompt into words, numbers and the marks that matter. Articles and quotes are left out. */
export function tokenizePrompt(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(pattern)) {
    const kind = Object.entries(match.groups!).find(([, value]) => value !== undefined)![0] as Token['kind'];
    const folded = match[0].normalize('NFKC').toLowerCase();
    const key = kind === 'word' ? wordKey(folded) : folded;
    if (kind === 'word' && articles.has(key)) continue;
    tokens.push({ kind, key, start: match.index, end: match.index + match[0].length });
  }
  return tokens;
}

const articles: ReadonlySet<string> = new Set(['the', 'a', 'an']);

function wordKey(folded: string): string {
  const straight = folded.replaceAll('’', "'");
  return straight.endsWith("'s") ? wordStem(straight.slice(0, -2)) : wordStem(straight);
}
