import { z } from 'zod';

const part = z.number().min(0).max(1);

/** Where marks may be placed: inside any of the boxes, in parts of the picture's width and height. */
export const regionSchema = z.object({
  boxes: z
    .array(
      z
        .object({ x: part, y: part, width: part, height: part })
        .refine((box) => box.width > 0 && box.height > 0, 'a box needs a width and a height')
        .refine(
          (box) => box.x + box.width <= 1.000001 && box.y + box.height <= 1.000001,
          'a box must lie in the picture',
        ),
    )
    .min(1)
    .max(50),
});
export type Region = z.infer<typeof regionSchema>;

/**
 * What a generator is told beside prompt and seed. Frozen with the job when it is queued: the same golden
 * image, prompt, seed and options give the same picture, whatever was changed since.
 */
export type DrawingOptions = {
  region: Region | null;
  /** Of the golden image; `null` when the user has not said. */
  mmPerPixel: number | null;
  /** Share of pictures that are barely visible on purpose, 0-1. */
  barelyVisibleShare: number;
  /** Pictures drawn for each one that is kept. */
  variants: number;
};
