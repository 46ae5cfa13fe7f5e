import { inNumber } from './grammatical-number.ts';
import { markNouns } from './function-words.ts';
import type { Segment } from './prompt-segments.ts';
import { placeSlots, type Slot, type SlotValue } from './slots.ts';
import { slotClause, slotText } from './slot-text.ts';

type SlotSegment = Segment & { kind: 'slot' };

/** Texts that say a value where a person would put it, the likeliest first. They are to be read again: words may join. */
export function placementsOf(text: string, segments: readonly Segment[], said: SlotValue): string[] {
  const winner = segments.findLast((segment) => isSlot(segment) && segment.said.slot === said.slot);
  const found = winner ? inPlace(text, segments, winner, said) : inserted(text, segments, said);
  if (said.slot !== 'count') return found;
  return found.flatMap((candidate) => [agreeing(candidate, text, segments, said.value.max > 1), candidate]);
}

/** In place of what was said; the same words may say other slots as well ("light grey"), which stay. */
function inPlace(text: string, segments: readonly Segment[], old: Segment, said: SlotValue): string[] {
  const others = segments
    .filter(isSlot)
    .filter((segment) => segment.start === old.start && segment.said.slot !== said.slot)
    .map((segment) => slotText(segment.said));
  const words = [slotText(said), ...others];
  return [words, words.toReversed()].map(
    (order) => text.slice(0, old.start) + order.join(' ') + text.slice(old.end),
  );
}

const beforeTheNoun: ReadonlySet<Slot> = new Set<Slot>([
  'severity',
  'size',
  'width',
  'depth',
  'direction',
  'tone',
  'colour',
  'shape',
]);

function inserted(text: string, segments: readonly Segment[], said: SlotValue): string[] {
  const insert = (at: number, words: string) => text.slice(0, at) + words + text.slice(at);
  const family = segments.find((segment) => segment.kind === 'family');
  if (placeSlots.has(said.slot)) {
    const beside = segments.filter(isSlot).filter((segment) => placeSlots.has(segment.said.slot));
    const word = slotText(said);
    return [
      ...(said.slot === 'region'
        ? beside.slice(-1).map(({ end }) => insert(end, ` ${word}`))
        : beside
            .toSorted((a, b) => rank(a.said.slot) - rank(b.said.slot))
            .map((other) =>
              rank(said.slot) < rank(other.said.slot)
                ? insert(other.start, `${word} `)
                : insert(other.end, ` ${word}`),
            )),
      ...(family ? [insert(family.end, ` ${slotClause(said)}`)] : []),
    ];
  }
  if (family === undefined) return [];
  const words = slotText(said);
  if (said.slot === 'count') return [insert(startOfDescription(segments, family), `${words} `)];
  if (!beforeTheNoun.has(said.slot) || /\d/.test(words)) return [];
  if (words.startsWith('along') || words.startsWith('across')) return [insert(family.end, ` ${words}`)];
  return [insert(family.start, `${words} `)];
}

/** "top left edge": the order in which the parts of a place are said. */
const rank = (slot: Slot): number => ['vertical', 'horizontal', 'region'].indexOf(slot);

function startOfDescription(segments: readonly Segment[], family: Segment): number {
  let at = segments.indexOf(family);
  while (at > 0) {
    const ahead = segments[at - 1]!;
    if (ahead.start !== family.start && !(isSlot(ahead) && beforeTheNoun.has(ahead.said.slot))) break;
    at--;
  }
  return Math.min(segments[at]!.start, family.start);
}

/** With the noun after the count in its number: "one scratch", "3 scratches". */
function agreeing(candidate: string, text: string, segments: readonly Segment[], isPlural: boolean): string {
  const noun = segments.find(
    (segment) =>
      segment.kind === 'family' ||
      (segment.kind === 'silent' && segment.key !== 'one' && markNouns.has(segment.key)),
  );
  if (noun === undefined) return candidate;
  const name = text.slice(noun.start, noun.end);
  // Counted from the end: the number stands before its noun, and may have got longer.
  const at = candidate.length - (text.length - noun.start);
  if (at < 0 || candidate.slice(at, at + name.length) !== name) return candidate;
  return candidate.slice(0, at) + inNumber(name, isPlural) + candidate.slice(at + name.length);
}

function isSlot(segment: Segment): segment is SlotSegment {
  return segment.kind === 'slot';
}
