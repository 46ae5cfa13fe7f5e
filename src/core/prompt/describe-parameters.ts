import { lexicon, phrasesOf } from './lexicon.ts';
import type { PromptParameters } from './parameters.ts';
import { rangeText, sameSlotValue, saidSlots, type SlotValue } from './slots.ts';
import { toDecimalText } from './decimal-text.ts';

/**
 * The parameters in words, short and canonical. Reading them with `understandPrompt` gives exactly the
 * same parameters back.
 *
 * @example '2-4 marks, minor, short, deep, 30 degrees, bright, near the top left edge'
 */
export function describeParameters(parameters: PromptParameters): string {
  const { place, count, ...rest } = parameters;
  const marks = count && `${rangeText(count, 0)} ${count.max === 1 ? 'mark' : 'marks'}`;
  const parts = saidSlots({
    ...rest,
    count: null,
    place: { region: null, horizontal: null, vertical: null },
  });
  return [marks, ...parts.map(slotText), ...placeTexts(place)].filter(Boolean).join(', ');
}

function slotText(said: SlotValue): string {
  const entry = lexicon.find((candidate) => sameSlotValue(candidate, said));
  if (entry) return phrasesOf(entry.phrases)[0]!;
  if (said.slot === 'size') return `${rangeText(said.value, 2)} % of the part`;
  if (said.slot === 'sizeMm') return `${rangeText(said.value, 0)} mm`;
  if (said.slot === 'direction' && typeof said.value !== 'string')
    return `${toDecimalText(said.value.degrees, 0)} degrees`;
  throw new TypeError(`The lexicon has no phrase for ${said.slot} ${JSON.stringify(said.value)}.`);
}

function placeTexts({ region, horizontal, vertical }: PromptParameters['place']): string[] {
  // "top" and "middle" side by side would read as one phrase, so a middle is spelt out.
  const middles = [
    vertical === 'middle' ? 'vertically in the middle' : '',
    horizontal === 'middle' ? 'horizontally in the middle' : '',
  ];
  const corner = [
    vertical === 'middle' ? null : vertical,
    horizontal === 'middle' ? null : horizontal,
  ].filter(Boolean);
  const regionText =
    region === 'center' ? 'in the center' : region && `near the ${[...corner, region].join(' ')}`;
  const sides =
    region === null || region === 'center' ? corner.length > 0 && `at the ${corner.join(' ')}` : '';
  return [...middles, sides || '', regionText ?? ''].filter((text) => text !== '');
}
