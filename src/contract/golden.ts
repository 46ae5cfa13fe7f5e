import { z } from 'zod';
import { defineRoute } from './route.ts';

/** A mask stretched over its picture, as COCO writes it: compressed run lengths, down the columns, background first. */
export const packedMaskSchema = z.object({
  width: z.number().int().min(1).max(1024),
  height: z.number().int().min(1).max(1024),
  counts: z.string().max(2_000_000),
});

export const goldenSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  /** Pixels of the upright picture: what every coordinate refers to. */
  width: z.number().int(),
  height: z.number().int(),
  /** `null` until the user has said how large the part is. */
  mmPerPixel: z.number().nullable(),
  /** Whether a person said where the product is. */
  isForegroundMarked: z.boolean(),
  /** What made it, where it is no photo. */
  madeFromWords: z
    .object({ provider: z.string(), model: z.string(), words: z.string(), seed: z.number() })
    .nullable(),
  pictureUrl: z.string(),
  thumbnailUrl: z.string(),
});
export type GoldenView = z.infer<typeof goldenSchema>;

export const addGoldens = defineRoute({
  method: 'POST',
  path: '/blueprints/:blueprintId/goldens',
  summary: 'Upload golden images (multipart, any number of files); refused ones do not hold up the others',
  params: z.object({ blueprintId: z.uuid() }),
  multipart: true,
  form: {
    file: {
      kind: 'files',
      required: true,
      description:
        'JPEG, PNG or WebP, at most 25 MB and 64 megapixels each; the name of the part does not matter',
    },
  },
  status: 201,
  response: z.object({
    accepted: z.array(goldenSchema),
    refused: z.array(z.object({ fileName: z.string(), message: z.string() })),
  }),
});

export const changeGolden = defineRoute({
  method: 'PATCH',
  path: '/goldens/:goldenId',
  summary:
    'Say how large the part is (sizes in millimetres in prompts then count), or where it is in the picture',
  params: z.object({ goldenId: z.uuid() }),
  body: z.object({
    mmPerPixel: z.number().positive().max(1000).nullable().optional(),
    /** Where the product is; `null` goes back to what is found. Jobs that are queued keep what they were told. */
    foreground: packedMaskSchema.nullable().optional(),
  }),
  response: goldenSchema,
});

export const foregroundSchema = z.object({
  /** What the program takes for the product, on the grid on which it looks at the picture: 512 px long at most. */
  found: z.object({
    mask: packedMaskSchema,
    /** 0-1. In doubt, the whole frame is taken for product. */
    confidence: z.number(),
    wholeFrame: z.boolean(),
  }),
  /** What a person said instead; `null` where nobody did. */
  marked: packedMaskSchema.nullable(),
});

export const getForeground = defineRoute({
  method: 'GET',
  path: '/goldens/:goldenId/foreground',
  summary: 'Where the product is: as found, and as corrected',
  params: z.object({ goldenId: z.uuid() }),
  response: foregroundSchema,
});

export const removeGolden = defineRoute({
  method: 'DELETE',
  path: '/goldens/:goldenId',
  summary: 'Take a golden image, and its row of the matrix, out of the blueprint',
  params: z.object({ goldenId: z.uuid() }),
  response: z.object({ removed: z.literal(true) }),
});
