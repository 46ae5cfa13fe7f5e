import { longestMillimetres, severities } from '#core/prompt/parameters.ts';
import { cleanText } from '#core/clean-text.ts';
import { z } from 'zod';

const exampleRoles = ['good', 'counter', 'borderline'] as const;

const mostExamples = 30;
const mostLookAlikes = 10;
/** Words of a page: enough for a work instruction, too little for a manual. */
export const longestBookText = 2000;

const millimetres = z.number().positive().max(longestMillimetres).nullable();

export const bookLimitsSchema = z
  .object({
    /** Longest extent: what is smaller is no defect, and the part is OK. */
    smallestMm: millimetres,
    /** Longest extent that is still of that severity; a larger one is of the next. */
    largestMm: z.record(z.enum(severities), millimetres),
  })
  .superRefine(({ smallestMm, largestMm }, context) => {
    let below = { name: 'the smallest that counts', mm: smallestMm };
    for (const severity of severities) {
      const mm = largestMm[severity];
      if (mm === null) continue;
      if (below.mm !== null && mm <= below.mm) {
        context.addIssue({
          code: 'custom',
          message: `the largest that is ${severity} (${mm} mm) must be above ${below.name} (${below.mm} mm)`,
        });
      }
      below = { name: `the largest that is ${severity}`, mm };
    }
  });
export type BookLimits = z.infer<typeof bookLimitsSchema>;

const written = (longest: number) => z.string().max(longest).overwrite(cleanText);
const text = written(longestBookText);

export const exampleSchema = z.object({
  role: z.enum(exampleRoles),
  source: z.enum(['candidate', 'real-sample', 'golden']),
  id: z.uuid(),
  /** What to see in it, in a line. */
  note: written(300),
});
export type BookExample = z.infer<typeof exampleSchema>;

/** One defect's page in the defect book: what people and programs decide by. */
export const bookPageSchema = z.object({
  whatItIs: text,
  colour: text,
  size: text,
  shape: text,
  location: text,
  lookAlikes: z.array(z.object({ name: written(200), rule: text })).max(mostLookAlikes),
  /** How tight a mask is, and what counts as one instance. */
  boundary: text,
  limits: bookLimitsSchema,
  examples: z.array(exampleSchema).max(mostExamples),
});
export type BookPage = z.infer<typeof bookPageSchema>;

export const noLimits: BookLimits = {
  smallestMm: null,
  largestMm: { trivial: null, minor: null, major: null, critical: null },
};
