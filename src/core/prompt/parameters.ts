import { z } from 'zod';

/**
 * What a prompt asks of the renderer, as numbers. `null` means "not said": the defect family then
 * draws from its own prior with the job's seed.
 *
 * Severity is contrast against the surface's own variation; see `severityRanges`.
 */
export const severities = ['trivial', 'minor', 'major', 'critical'] as const;

/** More marks than this in one picture is a texture, not a set of defects. */
export const mostMarks = 50;

const inOrder = (range: { min: number; max: number }): boolean => range.min <= range.max;
const countRange = z
  .object({ min: z.int().min(1).max(mostMarks), max: z.int().min(1).max(mostMarks) })
  .refine(inOrder, 'min must not be above max');
/** Ten metres: nothing that is photographed whole has a longer defect. */
export const longestMillimetres = 10_000;
const millimetres = z.number().positive().max(longestMillimetres);
const millimetreRange = z
  .object({ min: millimetres, max: millimetres })
  .refine(inOrder, 'min must not be above max');
const sizeRange = z
  .object({ min: z.number().positive().max(1), max: z.number().positive().max(1) })
  .refine(inOrder, 'min must not be above max');

export const promptParametersSchema = z.object({
  severity: z.enum(severities).nullable().default(null),
  /** How many marks in one picture. */
  count: countRange.nullable().default(null),
  /** Longest extent of one mark, in parts of the product's diameter (above 0, up to 1). */
  size: sizeRange.nullable().default(null),
  /** The same in millimetres; goes before `size`, and says nothing where the photo's scale is not known. */
  sizeMm: millimetreRange.nullable().default(null),
  width: z.enum(['thin', 'wide']).nullable().default(null),
  depth: z.enum(['shallow', 'deep']).nullable().default(null),
  /** Degrees, counter-clockwise from the picture's x axis, 0-180; or relative to the grain. */
  direction: z
    .union([z.object({ degrees: z.number().min(0).max(180) }), z.enum(['along-grain', 'across-grain'])])
    .nullable()
    .default(null),
  tone: z.enum(['bright', 'dark']).nullable().default(null),
  colour: z
    .enum(['brown', 'black', 'grey', 'white', 'yellow', 'orange', 'red', 'green', 'blue'])
    .nullable()
    .default(null),
  shape: z
    .enum(['straight', 'curved', 'branching', 'round', 'elongated', 'irregular'])
    .nullable()
    .default(null),
  place: z
    .object({
      region: z.enum(['edge', 'corner', 'center', 'hole']).nullable().default(null),
      horizontal: z.enum(['left', 'middle', 'right']).nullable().default(null),
      vertical: z.enum(['top', 'middle', 'bottom']).nullable().default(null),
    })
    .default({ region: null, horizontal: null, vertical: null }),
});

export type PromptParameters = z.infer<typeof promptParametersSchema>;
export type Severity = (typeof severities)[number];

export const unspecifiedParameters: PromptParameters = promptParametersSchema.parse({});
