import { decisionSchema } from '#contract/candidate.ts';
import type { LiveEvent } from '#contract/event.ts';
import type { z } from 'zod';

const decisionsSchema = decisionSchema.array();

export type RecordedDecision = z.output<typeof decisionSchema>;

/**
 * The decisions that an event tells of, when it spells them out. The pictures are then changed in place:
 * reading hundreds anew for each key that a reviewer presses would be slow for everybody.
 */
export function readDecisions(event: Pick<LiveEvent, 'type' | 'payload'>): RecordedDecision[] | undefined {
  if (event.type !== 'decisions_recorded') return undefined;
  return decisionsSchema.safeParse(event.payload['decisions']).data;
}
