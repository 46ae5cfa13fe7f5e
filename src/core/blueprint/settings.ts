import { z } from 'zod';

/**
 * What a user may set for a whole blueprint. No defaults in the schema: a change names some of the
 * keys, and a default would silently set the others back.
 */
export const blueprintSettingsSchema = z.object({
  /** Believable pictures wanted in each new cell. */
  targetPerCell: z.number().int().min(1).max(500),
  retry: z.object({
    /** Tries after the first. */
    limit: z.number().int().min(0).max(10),
    /** Before the second try; doubles with each further one, with jitter. */
    delaySeconds: z.number().int().min(1).max(600),
    maxDelaySeconds: z.number().int().min(1).max(86_400),
  }),
  drawing: z.object({
    /** Share of the pictures that are barely visible on purpose: they teach where a defect begins. */
    barelyVisibleShare: z.number().min(0).max(1),
    /** Pictures drawn for each one that is kept: the most believable wins. */
    variants: z.number().int().min(1).max(8),
  }),
  /** Every job's seed follows from it. */
  seed: z.number().int().min(0).max(4_294_967_295),
});

export type BlueprintSettings = z.infer<typeof blueprintSettingsSchema>;

export const defaultSettings: BlueprintSettings = {
  targetPerCell: 5,
  retry: { limit: 3, delaySeconds: 2, maxDelaySeconds: 60 },
  drawing: { barelyVisibleShare: 0.12, variants: 1 },
  seed: 1,
};
