import type { PromptParameters } from './parameters.ts';
import { rangeText, saidSlots } from './slots.ts';
import { slotText } from './slot-text.ts';

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
