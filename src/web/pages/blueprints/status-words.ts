import type { BlueprintStatus } from '#core/blueprint/status.ts';

export const statusWords: Record<BlueprintStatus, string> = {
  draft: 'Draft',
  ready_for_generation: 'Ready to generate',
  generating: 'Generating',
  ready_for_review: 'To review',
  reviewed: 'Reviewed',
  completed: 'Completed',
};
