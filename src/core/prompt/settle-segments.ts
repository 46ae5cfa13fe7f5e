import { links, markNouns, partNouns, prepositions, turns } from './function-words.ts';
import type { Segment } from './prompt-segments.ts';
import { placeSlots, sameSlotValue, type Slot, type SlotValue } from './slots.ts';

/** What was not taken over, and why: the rest of a sentence that begins with the text. */
export type Refusal = { readonly start: number; readonly end: number; readonly why: string };
/** What is left after a reading, and what that reading refused. Each reading is one linear pass. */
export type Settled = { kept: Segment[]; refused: Refusal[] };

type Negation = { start: number; end: number; reach: 'clause' | 'word'; last: Segment | null };
const negated = 'a negation cannot be drawn: say how it should look instead';

/** Takes out what "no", "not" and "without" stand before, so that it is not drawn as its opposite. */
export function dropNegated(segments: readonly Segment[]): Settled {
  const kept: Segment[] = [];
  const negations: Negation[] = [];
  let open: Negation | null = null;
  let linked = false;
  for (const segment of segments) {
    if (segment.kind === 'negation') {
      open = { start: segment.start, end: segment.end, reach: segment.reach, last: null };
      negations.push(open);
    } else if (segment.kind === 'break' || segment.kind === 'silent') {
      if (segment.kind === 'break' || turns.has(segment.key)) open = null;
      kept.push(segment);
    } else if (open !== null && isNegated(open, segment, linked)) {
      open.end = Math.max(open.end, segment.end);
      open.last = segment;
      // A negated defect takes its description along: "not a scratch near the edge".
      if (segment.kind === 'family') open.reach = 'clause';
    } else {
      open = null;
      kept.push(segment);
    }
    linked = segment.kind === 'silent' && links.has(segment.key);
  }
  return { kept, refused: negations.map(({ start, end }) => ({ start, end, why: negated })) };
}

function isNegated({ reach, last }: Negation, segment: Segment, linked: boolean): boolean {
  if (reach === 'clause' || last === null || linked || last.start === segment.start) return true;
  return isPlace(last) && isPlace(segment);
}
const isPlace = (segment: Segment): boolean => segment.kind === 'slot' && placeSlots.has(segment.said.slot);

type FamilySegment = Segment & { kind: 'family' };

/**
 * One prompt draws one family. The last one named wins, unless it only says where or what by: in "crack
 * near a dent" the crack is meant.
 */
export function chooseFamily(segments: readonly Segment[]): { family: string | null } & Settled {
  const refused: Refusal[] = [];
  let chosen: FamilySegment[] = [];
  let subordinate = false;
  for (const segment of segments) {
    if (segment.kind === 'break') subordinate = false;
    else if (segment.kind === 'silent' && prepositions.has(segment.key)) subordinate = true;
    if (segment.kind !== 'family') continue;
    const current = chosen[0]?.family;
    const why = (family: string): string => `one prompt draws one defect, and this one is a ${family}`;
    if (current === undefined || current === segment.family) {
      chosen.push(segment);
    } else if (subordinate) {
      refused.push({ start: segment.start, end: segment.end, why: why(current) });
    } else {
      refused.push(...chosen.map(({ start, end }) => ({ start, end, why: why(segment.family) })));
      chosen = [segment];
    }
    subordinate = false;
  }
  const winners = new Set<Segment>(chosen);
  const kept = segments.map((segment): Segment => {
    if (segment.kind !== 'family' || winners.has(segment)) return segment;
    return { kind: 'other-family', start: segment.start, end: segment.end };
  });
  return { family: chosen[0]?.family ?? null, kept, refused };
}

const adjectives: ReadonlySet<Slot> = new Set<Slot>(['size', 'width', 'depth', 'tone', 'colour', 'shape']);

const descriptions = {
  part: 'describes the part, which the photo already shows',
  'other-family': 'describes the other defect',
};

/** Takes out adjectives of other things: in "bright scratch on a dark surface" the mark is not dark. */
export function dropOtherDescriptions(segments: readonly Segment[]): Settled {
  const kept: Segment[] = [];
  const refused: Refusal[] = [];
  let ahead: 'part' | 'other-family' | 'mark' | 'nothing' = 'nothing';
  for (const segment of segments.toReversed()) {
    const isAdjective = segment.kind === 'slot' && adjectives.has(segment.said.slot);
    if (isAdjective && (ahead === 'part' || ahead === 'other-family')) {
      refused.push({ start: segment.start, end: segment.end, why: descriptions[ahead] });
      continue;
    }
    kept.push(segment);
    if (segment.kind === 'family' || (segment.kind === 'silent' && markNouns.has(segment.key)))
      ahead = 'mark';
    else if (segment.kind === 'other-family') ahead = 'other-family';
    else if (segment.kind === 'silent' && partNouns.has(segment.key))
      ahead = ahead === 'nothing' ? 'part' : ahead;
    else if (!isAdjective) ahead = 'nothing';
  }
  return { kept: kept.reverse(), refused };
}

/** Takes out a mark's own outline: in "stain with dark edges" the edge is no place. */
export function dropOwnOutlines(segments: readonly Segment[]): Settled {
  const kept: Segment[] = [];
  const refused: Refusal[] = [];
  let described: number | null = null;
  for (const segment of segments) {
    const isAdjective = segment.kind === 'slot' && adjectives.has(segment.said.slot);
    const isEdge = segment.kind === 'slot' && segment.said.slot === 'region' && segment.said.value === 'edge';
    if (isEdge && described !== null) {
      const start = kept[described]?.start ?? segment.start;
      kept.length = described;
      refused.push({ start, end: segment.end, why: 'how the edge of a mark looks cannot be set' });
      continue;
    }
    kept.push(segment);
    if (segment.kind === 'silent' && segment.key === 'with') described = kept.length;
    else if (!isAdjective) described = null;
  }
  return { kept, refused };
}

/** Of two contradicting words the later one wins. */
export function settleContradictions(
  text: string,
  segments: readonly Segment[],
): Settled & { said: SlotValue[] } {
  const kept: Segment[] = [];
  const refused: Refusal[] = [];
  const winners = new Map<Slot, { said: SlotValue; text: string }>();
  for (const segment of segments.toReversed()) {
    if (segment.kind !== 'slot') {
      kept.push(segment);
      continue;
    }
    const winner = winners.get(segment.said.slot);
    if (winner && !sameSlotValue(winner.said, segment.said)) {
      refused.push({
        start: segment.start,
        end: segment.end,
        why: `"${winner.text}" is said later and wins`,
      });
      continue;
    }
    if (!winner) {
      winners.set(segment.said.slot, { said: segment.said, text: text.slice(segment.start, segment.end) });
    }
    kept.push(segment);
  }
  return { kept: kept.reverse(), refused, said: [...winners.values()].map(({ said }) => said) };
}
