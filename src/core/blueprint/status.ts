/**
 * How far a blueprint is, in the order in which it gets there. The database derives it from what the blueprint holds,
 * in a generated column (`blueprint.status`), so that lists can be filtered by it.
 *
 * - `draft`: there is no golden image or no defect yet
 * - `ready_for_generation`: no picture was made yet
 * - `generating`: pictures wait or are being made
 * - `ready_for_review`: pictures wait for a decision
 * - `reviewed`: everything is decided, and not in a release yet
 * - `completed`: everything is decided, and nothing has changed since its newest release
 */
export const blueprintStatuses = [
  'draft',
  'ready_for_generation',
  'generating',
  'ready_for_review',
  'reviewed',
  'completed',
] as const;

export type BlueprintStatus = (typeof blueprintStatuses)[number];
