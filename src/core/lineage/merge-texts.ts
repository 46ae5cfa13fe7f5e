import { describeParameters } from '../prompt/describe-parameters.ts';
import { type PromptParameters, unspecifiedParameters } from '../prompt/parameters.ts';
import type { FamilyWords } from '../prompt/prompt-segments.ts';
import { understandPrompt } from '../prompt/understand-prompt.ts';

/**
 * A text that joins two prompts: the first as it is written, then what only the second asks for. Where both ask for
 * something, the first is followed. The second's words that say nothing to the renderer are not taken over.
 *
 * @example mergeTexts('two deep scratches', 'one bright scratch near the edge', families) // 'two deep scratches, bright, near the edge'
 */
export function mergeTexts(first: string, second: string, families: readonly FamilyWords[]): string {
  const kept = first.trim().replace(/[\s.,;]+$/, '');
  const said = understandPrompt(kept, families).parameters;
  const asked = understandPrompt(second, families).parameters;
  const added = describeParameters(onlyIn(asked, said));
  return [kept, added].filter((part) => part !== '').join(', ');
}

/** What `asked` says of everything that `said` says nothing of. A place and a size are one thing each. */
function onlyIn(asked: PromptParameters, said: PromptParameters): PromptParameters {
  const isPlaced = Object.values(said.place).some((part) => part !== null);
  const isSized = said.size !== null || said.sizeMm !== null;
  const rest = Object.fromEntries(
    Object.entries(asked).filter(([slot]) => said[slot as keyof PromptParameters] === null),
  );
  return {
    ...unspecifiedParameters,
    ...rest,
    place: isPlaced ? unspecifiedParameters.place : asked.place,
    ...(isSized && { size: null, sizeMm: null }),
  };
}
