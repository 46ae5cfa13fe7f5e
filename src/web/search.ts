import { blueprintStatuses } from '#core/blueprint/status.ts';
import { formatOptionShape } from '#contract/format-option-shape.ts';
import { verdicts } from '#core/review/decision.ts';
import { z } from 'zod';

// What pages keep in their address. A value that makes no sense (an old link, a typing error) is dropped,
// never an error page.

const optional = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);

/** Of a shape whose values are optional already. */
function optionalShape<T extends Readonly<Record<string, z.ZodType>>>(shape: T): T {
  return Object.fromEntries(
    Object.entries(shape).map(([key, schema]) => [key, optional(schema)]),
  ) as unknown as T;
}

export const reviewSearchSchema = z.object({
  verdict: optional(z.enum(verdicts)),
  cell: optional(z.uuid()),
  golden: optional(z.uuid()),
  defect: optional(z.uuid()),
  /** The picture in the well. */
  candidate: optional(z.uuid()),
  view: optional(z.enum(['slider'])),
  mask: optional(z.boolean()),
  zoom: optional(z.enum(['full'])),
});
export type ReviewSearch = z.output<typeof reviewSearchSchema>;

export const historySearchSchema = z.object({
  /** The prompt that is looked at, and the one that it is held against. */
  prompt: optional(z.uuid()),
  base: optional(z.uuid()),
});
export type HistorySearch = z.output<typeof historySearchSchema>;

export const finishSearchSchema = z.object({
  formats: optional(z.string().max(400)),
  split: optional(z.string().regex(/^\d+,\d+,\d+$/)),
  good: optional(z.boolean()),
  release: optional(z.number().int().min(1)),
  ...optionalShape(formatOptionShape),
});
export type FinishSearch = z.output<typeof finishSearchSchema>;

export const blueprintsSearchSchema = z.object({
  project: optional(z.uuid()),
  status: optional(z.enum(blueprintStatuses)),
  product: optional(z.string().max(100)),
  text: optional(z.string().min(1).max(100)),
  /** Changed on that day or later. */
  from: optional(z.iso.date()),
});
export type BlueprintsSearch = z.output<typeof blueprintsSearchSchema>;

export const matrixSearchSchema = z.object({
  /** Where the keyboard is. */
  cell: optional(z.uuid()),
});
