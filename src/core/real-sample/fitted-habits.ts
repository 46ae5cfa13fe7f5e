import { z } from 'zod';

const positive = z.number().positive();
const share = z.number().min(0).max(1);

/** Log-normal around `median`, with `spread` the deviation of the logarithm, cut off at the limits. */
export const logNormalSchema = z.object({ median: positive, spread: positive, min: positive, max: positive });
export type LogNormal = z.infer<typeof logNormalSchema>;

/**
 * What is usual for a defect by the photos of really bad parts, in place of what is usual for its family.
 * What a prompt says goes before both. Plain JSON, frozen with every job that is drawn by it.
 */
export const fittedHabitsSchema = z.object({
  /** Photos that it was fitted to, and the marks on them. */
  samples: z.int().min(1),
  marks: z.int().min(1),
  /** Longest extent in parts of the product's diameter. */
  size: logNormalSchema,
  /** Contrast in units of the surface's own variation. */
  contrast: logNormalSchema,
  /** Width by length. */
  slenderness: logNormalSchema,
  /** Chance of a second mark, and again of a third. */
  another: share,
  /** Shares of the places; `null` where no photo showed the product's edges. */
  where: z.object({ anywhere: share, edge: share, hole: share, corner: share }).nullable(),
  /** Shares of the tones. */
  tone: z.object({ dark: share, bright: share, mixed: share }),
  /** Shares that lie along and across the grain beyond what chance gives; `null` where too few showed any grain. */
  direction: z.object({ along: share, across: share }).nullable(),
});
export type FittedHabits = z.infer<typeof fittedHabitsSchema>;
