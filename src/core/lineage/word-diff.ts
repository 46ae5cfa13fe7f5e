import { diffWordsWithSpace } from 'diff';

export type DiffPart = { readonly kind: 'same' | 'added' | 'removed'; readonly text: string };

/**
 * What became of a text, word by word. The parts that are not added give `before`, those that are not removed give
 * `after`, blanks included.
 *
 * @example wordDiff('a deep dent', 'a flat dent') // a , [deep -> flat],  dent
 */
export function wordDiff(before: string, after: string): DiffPart[] {
  return diffWordsWithSpace(before, after).map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value,
  }));
}
