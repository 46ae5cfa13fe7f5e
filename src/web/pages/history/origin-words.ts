import type { PromptView } from '#contract/cell.ts';

/** How a prompt came about, as people say it. */
export const originWords: Record<PromptView['origin'], string> = {
  initial: 'From the defect',
  manual: 'Edited',
  reflection: 'Proposed',
  merge: 'Merged',
  rollback: 'Taken back',
};
