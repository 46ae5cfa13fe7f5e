import { cutWords } from './cut-words.ts';
import { describeParameters } from './describe-parameters.ts';
import { placementsOf } from './place-phrase.ts';
import type { PromptParameters } from './parameters.ts';
import type { FamilyWords, Segment } from './prompt-segments.ts';
import { sameSlotValue, saidSlots, withoutSlot, withSlot, type Slot, type SlotValue } from './slots.ts';
import { slotClause } from './slot-text.ts';
import { readSegments } from './understand-prompt.ts';

/**
 * The text with one thing said differently, or not at all (`null`): only the words of that slot are rewritten, and
 * the text reads as before in everything else. Where the words cannot be parted without changing what the others
 * mean, the text is written anew from its parameters.
 *
 * @example withParameter('one long scratch near the edge', 'count', { min: 3, max: 3 }) // '3 long scratches near the edge'
 */
export function withParameter<S extends Slot>(
  text: string,
  slot: S,
  value: Extract<SlotValue, { slot: S }>['value'] | null,
  families: readonly FamilyWords[],
): string {
  const before = readSegments(text, families);
  const said = value === null ? null : ({ slot, value } as unknown as SlotValue);
  const expected = said ? withSlot(before.parameters, said) : withoutSlot(before.parameters, slot);
  if (sameParameters(before.parameters, expected)) return text;

  const read = (candidate: string) => {
    const after = readSegments(candidate, families);
    return {
      isRight: after.family === before.family && sameParameters(after.parameters, expected),
      refused: after.refused.length,
    };
  };
  const cleared = withoutWords(text, slot, families);
  const candidates = said
    ? [
        ...placementsOf(text, before.segments, said),
        appended(cleared, slotClause(said)),
        appended(text, slotClause(said)),
        `${text}. ${slotClause(said)}`,
      ]
    : [cleared];
  const right = candidates
    .map((candidate) => ({ candidate, ...read(candidate) }))
    .filter(({ isRight }) => isRight);
  // What reads right but leaves more words unused than before is the second choice.
  const best = right.find(({ refused }) => refused <= before.refused.length) ?? right[0];
  return best?.candidate ?? writtenAnew(before.family, expected);
}

function writtenAnew(family: string | null, parameters: PromptParameters): string {
  return [family?.replaceAll('-', ' '), describeParameters(parameters)].filter(Boolean).join(', ');
}

function appended(text: string, clause: string): string {
  const head = text.replace(/[\s,.;:]+$/u, '');
  return head === '' ? clause : `${head}, ${clause}`;
}

/** Without anything that says this slot, also what counts only once a later word is gone. */
function withoutWords(text: string, slot: Slot, families: readonly FamilyWords[]): string {
  for (let rounds = 0; rounds < 20; rounds++) {
    const found = readSegments(text, families).segments.findLast((segment) => isSaying(segment, slot));
    if (found === undefined) return text;
    text = cutWords(text, found.start, found.end);
  }
  return text;
}

const isSaying = (segment: Segment, slot: Slot) => segment.kind === 'slot' && segment.said.slot === slot;

function sameParameters(a: PromptParameters, b: PromptParameters): boolean {
  const [of, and] = [saidSlots(a), saidSlots(b)];
  return of.length === and.length && of.every((said, i) => sameSlotValue(said, and[i]!));
}
