import { groupingNames } from '#core/dataset/grouping-words.ts';
import { blueprintStatuses } from '#core/blueprint/status.ts';
import { formatOptionShape } from '#contract/format-option-shape.ts';
import { pictureKinds } from '#core/blueprint/picture-kind.ts';
import { severities } from '#core/prompt/parameters.ts';
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
  /** Those on which reviewers disagree. */
  disputed: optional(z.literal(true)),
  cell: optional(z.uuid()),
  golden: optional(z.uuid()),
  defect: optional(z.uuid()),
  kind: optional(z.enum(pictureKinds)),
  source: optional(z.enum(['generated', 'uploaded', 'imported'])),
  severity: optional(z.enum(['allowed', ...severities])),
  /** How clearly the strongest mark shows, from and to, in units of the surface's own variation. */
  min: optional(z.number().min(0).max(1000)),
  max: optional(z.number().min(0).max(1000)),
  /** In the description that a picture was made from. */
  text: optional(z.string().min(1).max(100)),
  sort: optional(z.enum(['newest', 'faintest', 'strongest', 'cell'])),
  /** The picture that the keyboard is on. */
  candidate: optional(z.uuid()),
  /** Without it, one picture at a time. */
  view: optional(z.enum(['grid', 'compare'])),
  /** The picture that others are compared with, in place of the golden image. */
  against: optional(z.uuid()),
  /** What is laid over the picture. */
  look: optional(z.enum(['slider', 'difference'])),
  mask: optional(z.boolean()),
  /** Screen pixels for each of the picture's, and what is in the middle, in parts of the picture. Without it, all of it. */
  zoom: optional(z.string().regex(/^\d{1,2}(\.\d{1,4})?,[01](\.\d{1,4})?,[01](\.\d{1,4})?$/)),
  tiles: optional(z.enum(['small', 'large'])),
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
  groupBy: optional(z.enum(groupingNames)),
  holdOut: optional(z.string().max(1000)),
  release: optional(z.number().int().min(1)),
  /** Of a release: false is annotations only; no ZIP is longer than so many gigabytes. */
  pictures: optional(z.literal(false)),
  partGb: optional(z.number().int().min(1).max(1000)),
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
  /** That cell's panel is open. */
  panel: optional(z.literal(true)),
});
