import { z } from 'zod';
import { groupingNames, groupingWords } from '#core/dataset/grouping-words.ts';

/** What a split can be told beside its shares. */
export const splitOptionShape = {
  groupBy: z
    .enum(groupingNames)
    .default('auto')
    .describe(
      `What is kept in one split: ${groupingNames.map((name) => `${name}: ${groupingWords[name]}`).join('; ')}`,
    ),
  holdOut: z
    .string()
    .max(1000)
    .default('')
    .describe(
      'What test holds, and alone: golden:NAME (or its id), generator:NAME, real, several with commas between them',
    ),
};
