import { toDecimalText } from './decimal-text.ts';
import { lexicon, phrasesOf } from './lexicon.ts';
import { rangeText, sameSlotValue, type SlotValue } from './slots.ts';

/** The words that one value is written with; they read back as that value. Of a count, the number alone. */
export function slotText(said: SlotValue): string {
  if (said.slot === 'count') return said.value.max === 1 ? 'one' : rangeText(said.value, 0);
  const entry = lexicon.find((candidate) => sameSlotValue(candidate, said));
  if (entry) return phrasesOf(entry.phrases)[0]!;
  if (said.slot === 'size') return `${rangeText(said.value, 2)} % of the part`;
  if (said.slot === 'sizeMm') return `${rangeText(said.value, 0)} mm`;
  if (said.slot === 'direction' && typeof said.value !== 'string')
    return `${toDecimalText(said.value.degrees, 0)} degrees`;
  throw new TypeError(`The lexicon has no phrase for ${said.slot} ${JSON.stringify(said.value)}.`);
}

/** The same as a phrase that stands alone: "3 marks", "near the edge". */
export function slotClause(said: SlotValue): string {
  const text = slotText(said);
  switch (said.slot) {
    case 'count':
      return `${text} ${said.value.max === 1 ? 'mark' : 'marks'}`;
    case 'region':
      return said.value === 'center' ? 'in the center' : `near the ${text}`;
    case 'horizontal':
    case 'vertical':
      return said.value === 'middle' ? text : `at the ${text}`;
    default:
      return text;
  }
}
