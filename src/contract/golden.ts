import { z } from 'zod';
import { defineRoute } from './route.ts';

export const goldenSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  /** Pixels of the upright picture: what every coordinate refers to. */
  width: z.number().int(),
  height: z.number().int(),
  /** `null` until the user has said how large the part is. */
  mmPerPixel: z.number().nullable(),
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
  summary: 'Say how large the part is: sizes in millimetres in prompts then count',
  params: z.object({ goldenId: z.uuid() }),
  body: z.object({ mmPerPixel: z.number().positive().max(1000).nullable() }),
  response: goldenSchema,
});

export const removeGolden = defineRoute({
  method: 'DELETE',
  path: '/goldens/:goldenId',
  summary: 'Take a golden image, and its row of the matrix, out of the blueprint',
  params: z.object({ goldenId: z.uuid() }),
  response: z.object({ removed: z.literal(true) }),
});
