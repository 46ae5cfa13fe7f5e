import { z } from 'zod';
import { bookPageSchema } from './book-page.ts';
import { cellStates } from './cell-state.ts';

const count = z.number().int();

/** In parts of the picture's width and height (0-1). */
const markSchema = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

/** What a release shows of its matrix: written once, so it says what was so, whatever was renamed or removed since. */
export const posterSchema = z.object({
  productKind: z.string(),
  material: z.string(),
  goldens: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      width: count,
      height: count,
      mmPerPixel: z.number().nullable(),
    }),
  ),
  defects: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      family: z.string(),
      /** Its page in the defect book, as it was; `null` in releases that were made before there was one. */
      book: bookPageSchema.nullable(),
    }),
  ),
  /** Row by row. */
  cells: z.array(
    z.object({
      id: z.uuid(),
      goldenId: z.uuid(),
      defectId: z.uuid(),
      state: z.enum(cellStates),
      target: count,
      /** Pictures by what was decided on them, without allowed variation. */
      approved: count,
      rejected: count,
      undecided: count,
      prompt: z.string(),
      /** Why it is impossible, where the material says so. */
      reason: z.string().nullable(),
      /** Why it is skipped or impossible, or done all the same, in somebody's words; `null` in releases from before there were any. */
      stateReason: z.string().nullable(),
      /** The approved picture that shows its defect most clearly. */
      best: z
        .object({
          candidateId: z.uuid(),
          annotationId: z.uuid(),
          width: count,
          height: count,
          mark: markSchema.nullable(),
        })
        .nullable(),
    }),
  ),
});

export type Poster = z.infer<typeof posterSchema>;
export type PosterCell = Poster['cells'][number];
