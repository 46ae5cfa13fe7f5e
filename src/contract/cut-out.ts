import { z } from 'zod';
import { defineRoute } from './route.ts';

/** A real thing on a transparent ground, trimmed: the defect is drawn from it. */
export const cutOutSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  width: z.number().int(),
  height: z.number().int(),
  /** Its longer side in millimetres; `null` when nobody said. */
  lengthMm: z.number().nullable(),
  /** PNG with transparency. */
  pictureUrl: z.string(),
});
export type CutOutView = z.infer<typeof cutOutSchema>;

export const listCutOuts = defineRoute({
  method: 'GET',
  path: '/defects/:defectId/cut-outs',
  summary: 'Real things that a defect is drawn from',
  params: z.object({ defectId: z.uuid() }),
  response: z.object({ cutOuts: z.array(cutOutSchema) }),
});

export const addCutOut = defineRoute({
  method: 'POST',
  path: '/defects/:defectId/cut-outs',
  summary: 'Add a real thing that a defect of a family such as contamination is drawn from; at most 50',
  params: z.object({ defectId: z.uuid() }),
  multipart: true,
  form: {
    picture: {
      kind: 'file',
      required: true,
      description: 'PNG with transparency around the thing, at most 10 MB and 16 megapixels',
    },
    lengthMm: {
      kind: 'text',
      required: false,
      description: 'How long the thing is in millimetres; it is then drawn that large on photos with a scale',
    },
  },
  status: 201,
  response: cutOutSchema,
});

export const removeCutOut = defineRoute({
  method: 'DELETE',
  path: '/cut-outs/:cutOutId',
  summary: 'Draw from it no more',
  params: z.object({ cutOutId: z.uuid() }),
  response: z.object({ removed: z.literal(true) }),
});
