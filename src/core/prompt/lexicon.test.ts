import { describe, expect, it } from 'vitest';
import { approximately, clauseNegations, silentWords, wordNegations } from './function-words.ts';
import { lexicon, phrasesOf } from './lexicon.ts';
import { promptParametersSchema, unspecifiedParameters } from './parameters.ts';
import { phraseKeys } from './phrase-index.ts';
import { slotMeaning, withSlot, type SlotValue } from './slots.ts';
import { understandPrompt } from './understand-prompt.ts';

const rows = lexicon.flatMap((entry) => phrasesOf(entry.phrases).map((phrase) => ({ entry, phrase })));

describe('the lexicon', () => {
  it('has no phrase twice in one slot, hyphens and endings aside', () => {
    const keys = rows.map(({ entry, phrase }) => `${entry.slot}: ${phraseKeys(phrase).join(' ')}`);
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
  });

  it('has no value twice', () => {
    const values = lexicon.map((entry) => slotMeaning(entry));
    expect(new Set(values).size).toBe(values.length);
  });

  it.each(lexicon)('reads every phrase for $slot $value as its row says', (entry) => {
    for (const phrase of phrasesOf(entry.phrases)) {
      const reading = understandPrompt(phrase, []);
      expect(reading.notUnderstood, phrase).toEqual([]);
      expect(
        reading.understood.map(({ meaning }) => meaning),
        phrase,
      ).toContain(slotMeaning(entry));
      expect(withSlot(reading.parameters, entry as SlotValue), phrase).toEqual(reading.parameters);
    }
  });

  it('sets only what the parameters allow', () => {
    for (const entry of lexicon) {
      const parameters = withSlot(unspecifiedParameters, entry as SlotValue);
      expect(promptParametersSchema.parse(parameters)).toEqual(parameters);
    }
  });

  it('has no single word that is also filler or a negation', () => {
    const single = rows.map(({ phrase }) => phraseKeys(phrase)).filter((keys) => keys.length === 1);
    const grammar = new Set([...silentWords, ...clauseNegations, ...wordNegations, ...approximately]);
    expect(single.flat().filter((key) => grammar.has(key))).toEqual([]);
  });
});
