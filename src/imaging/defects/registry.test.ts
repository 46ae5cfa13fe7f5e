import { describe, expect, it } from 'vitest';
import { phraseKeys } from '#core/prompt/phrase-index.ts';
import { understandPrompt } from '#core/prompt/understand-prompt.ts';
import { families } from './registry.ts';

const rows = families.flatMap(({ name, words }) => words.map((word) => ({ name, word })));

describe('the families', () => {
  it('have plain, unique names and one sentence each', () => {
    const names = families.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, summary } of families) {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(summary).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('share no word, endings and hyphens aside', () => {
    const owner = new Map<string, string>();
    const shared = rows.filter(({ name, word }) => {
      const key = phraseKeys(word).join(' ');
      const other = owner.get(key) ?? name;
      owner.set(key, name);
      return other !== name;
    });
    expect(shared).toEqual([]);
  });

  it('are found by each of their words', () => {
    for (const { name, word } of rows) {
      const { family } = understandPrompt(`a small ${word} near the left edge`, families);
      expect({ word, family }).toEqual({ word, family: name });
    }
  });
});
