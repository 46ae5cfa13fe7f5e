import { z } from 'zod';

const part = z.number().min(0);

export const sampleTones = ['dark', 'bright', 'mixed'] as const;
export const samplePlaces = ['anywhere', 'edge', 'hole', 'corner'] as const;

/** One mark on a photo of a really bad part. Lengths in parts of the product's diameter unless they say px. */
export const measuredRealMarkSchema = z.object({
  /** Longest extent, in parts and px. */
  size: z.object({ part, px: part }),
  /** Width by length of the ellipse with the mark's second moments: near 0 for a line, 1 for a disc. */
  slenderness: z.number().min(0).max(1),
  /** Direction of the long axis, counter-clockwise from the picture's x axis, 0-180. */
  degrees: z.number().min(0).max(180),
  /** The angle to the grain, 0-90; `null` where the surface has no grain or the mark no direction. */
  toGrain: z.number().min(0).max(90).nullable(),
  /** In units of the surface's own variation, as the renderer's: `levels / unit`, both in grey levels. */
  contrast: z.object({ units: part, levels: part, unit: z.number().positive() }),
  tone: z.enum(sampleTones),
  /** Mean change of red, green and blue, in levels; all the same on grey photos. */
  shift: z.tuple([z.number(), z.number(), z.number()]),
  place: z.enum(samplePlaces),
  /** From the mark to the product's outline; `null` where the product fills the frame. */
  toEdge: part.nullable(),
  /** Pixels. */
  area: z.int().min(1),
});
export type MeasuredRealMark = z.infer<typeof measuredRealMarkSchema>;

/** What was measured on one photo of a really bad part. Plain JSON. */
export const measuredSampleSchema = z.object({
  /** Of the disc with the product's area, px. */
  diameter: z.number().positive(),
  /** The product fills the frame: it has no edges to lie at. */
  wholeFrame: z.boolean(),
  /** Shares of the product that count as lying at an edge, hole or corner: what chance alone would put there. */
  chance: z.object({ edge: part, hole: part, corner: part }),
  marks: z.array(measuredRealMarkSchema).min(1),
});
export type MeasuredSample = z.infer<typeof measuredSampleSchema>;

/** Fewer say nothing of a range; more than so many are a training set, not a hint. */
export const fewestSamples = 3;
export const mostSamples = 30;
