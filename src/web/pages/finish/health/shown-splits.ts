import { splitNames } from '#core/dataset/dataset.ts';

/** All splits together, or one. */
export const shownSplits = ['all', ...splitNames] as const;
export type ShownSplits = (typeof shownSplits)[number];
