import { z } from 'zod';
import { severityRangeSchema } from '../prompt/severity.ts';
import { providerNames } from '../remote/provider-names.ts';

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
    /** Contrast of every mark, in units of the surface's own variation; goes before what a prompt says. */
    severityRange: severityRangeSchema.nullable(),
    /** Share of the pictures that other defects of the same golden image join in, and the most in one picture. */
    together: z.object({ share: z.number().min(0).max(1), most: z.number().int().min(2).max(4) }),
    /** Pictures of good parts with allowed variation, for each wanted picture and on top of it; 0 is none. */
    allowedVariationShare: z.number().min(0).max(1),
  }),
  /** What makes the pictures; `model` is a remote one's, `null` its usual. */
  generator: z.object({
    name: z.enum(['renderer', ...providerNames]),
    model: z.string().max(200).nullable(),
  }),
  /** Every job's seed follows from it. */
  seed: z.number().int().min(0).max(4_294_967_295),
});

export type BlueprintSettings = z.infer<typeof blueprintSettingsSchema>;

/** A change names some of the keys, of `retry` and `drawing` too. */
export const blueprintSettingsChangeSchema = blueprintSettingsSchema.partial().extend({
  retry: blueprintSettingsSchema.shape.retry.partial().optional(),
  drawing: blueprintSettingsSchema.shape.drawing.partial().optional(),
});

export type BlueprintSettingsChange = z.infer<typeof blueprintSettingsChangeSchema>;

export function changeSettings(
  before: BlueprintSettings,
  change: BlueprintSettingsChange = {},
): BlueprintSettings {
  return {
    ...before,
    ...change,
    retry: { ...before.retry, ...change.retry },
    drawing: { ...before.drawing, ...change.drawing },
  };
}

/** What the switch is set to when allowed variation is turned on. */
export const usualAllowedVariationShare = 0.1;

export const defaultSettings: BlueprintSettings = {
  targetPerCell: 5,
  retry: { limit: 3, delaySeconds: 2, maxDelaySeconds: 60 },
  drawing: {
    barelyVisibleShare: 0.12,
    variants: 1,
    severityRange: null,
    together: { share: 0, most: 2 },
    allowedVariationShare: 0,
  },
  generator: { name: 'renderer', model: null },
  seed: 1,
};
