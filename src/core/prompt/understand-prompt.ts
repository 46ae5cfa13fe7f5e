import { unspecifiedParameters, type PromptParameters } from './parameters.ts';
import { segmentPrompt, type FamilyWords, type Segment } from './prompt-segments.ts';
import {
  chooseFamily,
  dropNegated,
  dropOtherDescriptions,
  dropOwnOutlines,
  settleContradictions,
  type Refusal,
} from './settle-segments.ts';
import { slotMeaning, withSlot } from './slots.ts';

/** `start` and `end` are UTF-16 offsets into the prompt; `text` is what stands there. */
type Understood = {
  text: string;
  start: number;
  end: number;
  meaning: string;
  /** In millimetres: says nothing while the photo's scale is not known. */
  needsScale?: true;
};
export type NotUnderstood = { text: string; start: number; end: number; why: string };

export type PromptReading = {
  family: string | null;
  parameters: PromptParameters;
  understood: Understood[];
  notUnderstood: NotUnderstood[];
};

/**
 * Reads a prompt word by word with the lexicon: what it asks for, which words said so, and which said
 * nothing. Never throws; time grows linearly with the text, so a request handler may call it.
 *
 * @example understandPrompt('three short deep scratches near the top left edge', families).parameters.count // { min: 3, max: 3 }
 */
export function understandPrompt(text: string, families: readonly FamilyWords[]): PromptReading {
  const { family, parameters, segments, refused } = readSegments(text, families);
  return {
    family,
    parameters,
    understood: segments.flatMap((segment) => toUnderstood(text, segment)),
    notUnderstood: refused
      .map(({ start, end, why }) => ({ text: text.slice(start, end), start, end, why }))
      .sort((a, b) => a.start - b.start || a.end - b.end),
  };
}

/** The same by stretches of the text, for what goes on to change it: those that count, and those that do not. */
export function readSegments(
  text: string,
  families: readonly FamilyWords[],
): Pick<PromptReading, 'family' | 'parameters'> & { segments: Segment[]; refused: Refusal[] } {
  const meant = dropNegated(segmentPrompt(text, families));
  const oneFamily = chooseFamily(meant.kept);
  const aboutTheMark = dropOtherDescriptions(oneFamily.kept);
  const placed = dropOwnOutlines(aboutTheMark.kept);
  const settled = settleContradictions(text, placed.kept);
  return {
    family: oneFamily.family,
    parameters: settled.said.reduce(withSlot, unspecifiedParameters),
    segments: settled.kept,
    refused: [
      ...[meant, oneFamily, aboutTheMark, placed, settled].flatMap((reading) => reading.refused),
      ...settled.kept.filter((segment) => segment.kind === 'refused'),
      ...unknownRuns(settled.kept),
    ],
  };
}

function toUnderstood(text: string, segment: Segment): Understood[] {
  const { start, end } = segment;
  if (segment.kind === 'family')
    return [{ text: text.slice(start, end), start, end, meaning: `defect: ${segment.family}` }];
  if (segment.kind === 'slot')
    return [
      {
        text: text.slice(start, end),
        start,
        end,
        meaning: slotMeaning(segment.said),
        ...(segment.said.slot === 'sizeMm' ? { needsScale: true } : {}),
      },
    ];
  return [];
}

/** Neighbouring unknown words are one chip. */
function unknownRuns(segments: readonly Segment[]): Refusal[] {
  const runs: Refusal[] = [];
  segments.forEach((segment, i) => {
    if (segment.kind !== 'unknown') return;
    const start = segments[i - 1]?.kind === 'unknown' ? runs.pop()!.start : segment.start;
    runs.push({ start, end: segment.end, why: 'no meaning is known for this' });
  });
  return runs;
}
