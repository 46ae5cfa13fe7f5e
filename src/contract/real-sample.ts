import { fittedHabitsSchema } from '#core/real-sample/fitted-habits.ts';
import { measuredSampleSchema } from '#core/real-sample/measured-sample.ts';
import { z } from 'zod';
import { defineRoute } from './route.ts';

/** A photo of a really bad part, with its mask: it teaches how the defect looks, and is never exported. */
export const realSampleSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  width: z.number().int(),
  height: z.number().int(),
  measured: measuredSampleSchema,
  pictureUrl: z.string(),
  /** 8-bit grey PNG of the picture's size, 0 or 255. */
  maskUrl: z.string(),
  /** Both small, for lists. */
  thumbnailUrl: z.string(),
  smallMaskUrl: z.string(),
  createdAt: z.string(),
});
export type RealSampleView = z.infer<typeof realSampleSchema>;

export const realSamplesSchema = z.object({
  samples: z.array(realSampleSchema),
  /** What is usual by them, used or not; `null` for fewer than three. */
  fit: fittedHabitsSchema.nullable(),
  /** How many are missing, in a sentence; `null` when there are enough. */
  missing: z.string().nullable(),
});
export type RealSamplesView = z.infer<typeof realSamplesSchema>;

export const listRealSamples = defineRoute({
  method: 'GET',
  path: '/defects/:defectId/real-samples',
  summary: 'Photos of really bad parts that a defect may be fitted to, and the fit',
  params: z.object({ defectId: z.uuid() }),
  response: realSamplesSchema,
});

export const addRealSample = defineRoute({
  method: 'POST',
  path: '/defects/:defectId/real-samples',
  summary: 'Add one photo of a really bad part with its mask (multipart); at most 30 for a defect',
  params: z.object({ defectId: z.uuid() }),
  multipart: true,
  form: {
    picture: { kind: 'file', required: true, description: 'JPEG, PNG or WebP with the defect on it' },
    mask: { kind: 'file', required: true, description: 'PNG of the same size, the defect white on black' },
  },
  status: 201,
  response: realSampleSchema,
});

export const removeRealSample = defineRoute({
  method: 'DELETE',
  path: '/real-samples/:realSampleId',
  summary: 'Take a photo out of what its defect is fitted to',
  params: z.object({ realSampleId: z.uuid() }),
  response: z.object({ removed: z.literal(true) }),
});
