import { tokenizePrompt, type Token } from './tokenize-prompt.ts';

/** Phrases by their tokens; finds the longest one that starts at a place. */
export type PhraseIndex<T> = {
  /** Tokens the longest phrase starting at `from` spans, and what it stands for; `null` when none does. */
  longest(tokens: readonly Token[], from: number): { length: number; values: readonly T[] } | null;
};

type Node<T> = { next: Map<string, Node<T>>; values: T[] };

/** A phrase may be listed several times; it then stands for all its values. */
export function indexPhrases<T>(phrases: Iterable<readonly [phrase: string, value: T]>): PhraseIndex<T> {
  const root: Node<T> = { next: new Map(), values: [] };
  for (const [phrase, value] of phrases) {
    const keys = phraseKeys(phrase);
    if (keys.length === 0) continue;
    let node = root;
    for (const key of keys) {
      let child = node.next.get(key);
      if (!child) node.next.set(key, (child = { next: new Map(), values: [] }));
      node = child;
    }
    node.values.push(value);
  }
  return {
    longest(tokens, from) {
      let node: Node<T> | undefined = root;
      let best: { length: number; values: readonly T[] } | null = null;
      for (let i = from; i < tokens.length; i++) {
        node = node.next.get(tokens[i]!.key);
        if (!node) break;
        if (node.values.length > 0) best = { length: i - from + 1, values: node.values };
      }
      return best;
    },
  };
}

/** The keys a phrase is compared by: "Top-left" and "top left" are one. */
export function phraseKeys(phrase: string): string[] {
  return tokenizePrompt(phrase)
    .filter(({ kind }) => kind !== 'dash')
    .map(({ key }) => key);
}
