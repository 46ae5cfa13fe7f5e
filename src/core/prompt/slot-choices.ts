import { lexicon, phrasesOf } from './lexicon.ts';
import { slotMeaning, type Slot, type SlotValue } from './slots.ts';

/** One value that a slot can be set to: `id` is its own among the slot's values. */
export type SlotChoice = { readonly id: string; readonly label: string; readonly said: SlotValue };

/** What the lexicon has a word for, in its order, each by its first phrase. */
export function slotChoices(slot: Slot): SlotChoice[] {
  return lexicon
    .filter((entry) => entry.slot === slot)
    .map(({ phrases, ...said }) => ({ id: slotMeaning(said), label: phrasesOf(phrases)[0]!, said }));
}
