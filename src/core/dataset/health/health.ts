import { z } from 'zod';

const count = z.number().int();
const counts = z.object({ train: count, val: count, test: count });
const bins = z.array(count);
const binned = z.object({ train: bins, val: bins, test: bins });

/** Sides of marks in px, as the square root of their area: each bin ends below the next number, the last is open. */
export const sizeBins = [0, 4, 8, 16, 32, 64, 128, 256] as const;
/** Contrast in units of the surface's own variation, likewise. */
export const contrastBins = [0, 1, 2, 4, 8, 16, 32] as const;
/** Pictures are divided into so many columns, and rows, wherever marks lie. */
export const placeSide = 8;

const range = z.object({ least: z.number(), median: z.number(), most: z.number() });

/** What a dataset is like, before it is written. */
export const healthSchema = z.object({
  pictures: counts,
  good: counts,
  /** Neither photos nor uploads. */
  synthetic: counts,
  classes: z.array(
    z.object({
      name: z.string(),
      /** That show it. */
      pictures: counts,
      marks: counts,
      /** In bins of `sizeBins`, px; `range` is `null` where there is no mark. */
      sizes: binned.extend({ range: range.nullable() }),
      /** Middles of the marks' boxes: `placeSide` x `placeSide` counts, row by row. */
      places: z.object({ train: bins, val: bins, test: bins }),
      /** In bins of `contrastBins`, of marks whose contrast was measured as they were drawn. */
      contrasts: binned.extend({ range: range.nullable(), unknown: count }),
    }),
  ),
  /** By golden image: pictures of it, and the marks in them for each class. */
  goldens: z.array(z.object({ name: z.string(), pictures: counts, marks: bins })),
  split: z.object({
    groupBy: z.string(),
    groups: count,
    asked: z.object({ train: z.number(), val: z.number(), test: z.number() }),
    share: z.object({ train: z.number(), val: z.number(), test: z.number() }),
    heldOut: count,
    kept: count,
  }),
  nearDuplicates: z.object({
    sets: count,
    pictures: count,
    /** The largest: what the pictures are called, and where they are. */
    largest: z.array(z.array(z.object({ fileName: z.string(), split: z.enum(['train', 'val', 'test']) }))),
  }),
  /** What is in more than one split. */
  leaks: z.object({ goldens: count, seeds: count, nearDuplicates: count }),
  /** Pictures that nobody decided on: in the dataset, and left out of it. */
  unreviewed: z.object({ included: count, waiting: count }),
  /** One sentence each: what stands out. */
  findings: z.array(z.string()),
});
export type Health = z.infer<typeof healthSchema>;
export type HealthCounts = z.infer<typeof counts>;
