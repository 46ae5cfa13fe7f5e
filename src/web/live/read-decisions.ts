import { decisionSchema } from '#contract/candidate.ts';
import type { LiveEvent } from '#contract/event.ts';
import { z } from 'zod';

/** Told by the server alone, after the decision. */
const recordedSchema = decisionSchema.extend({ disputed: z.boolean() });
const decisionsSchema = recordedSchema.array();

export type RecordedDecision = z.output<typeof recordedSchema>;

/**
 * The decisions that an event tells of, when it spells them out. The pictures are then changed in place:
 * reading hundreds anew for each key that a reviewer presses would be slow for everybody.
 */
export function readDecisions(event: Pick<LiveEvent, 'type' | 'payload'>): RecordedDecision[] | undefined {
  if (event.type !== 'decisions_recorded') return undefined;
  return decisionsSchema.safeParse(event.payload['decisions']).data;
}
