import { groupings } from './split-groups.ts';

/** What of a dataset is kept in one split, described for a person who chooses; the first is the default. */
export const groupingWords = {
  auto: 'Golden images where that works out, else single pictures',
  golden: 'All pictures of one golden image',
  prompt: 'All pictures of one line of prompts',
  picture: 'Single pictures',
} as const satisfies Record<'auto' | (typeof groupings)[number], string>;

export type Grouping = keyof typeof groupingWords;
export const groupingNames = ['auto', ...groupings] as const;
