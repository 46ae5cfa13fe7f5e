import { z } from 'zod';
import { pixelsSchema } from './annotation.ts';
import { defineRoute } from './route.ts';

const params = z.object({ cellId: z.uuid() });

/** Where marks may be placed in a cell. */
export const regionSchema = z.object({
  /** `null` where none is drawn. */
  version: z.string().nullable(),
  /** Of the golden image, which the areas are in. */
  width: z.number().int(),
  height: z.number().int(),
  /** Parts that do not touch; as one where there are more than 1000. */
  areas: z.array(pixelsSchema),
});
export type RegionView = z.infer<typeof regionSchema>;

export const getRegion = defineRoute({
  method: 'GET',
  path: '/cells/:cellId/region',
  summary: 'The region of a cell, pixel for pixel',
  params,
  response: regionSchema,
});

export const saveRegion = defineRoute({
  method: 'POST',
  path: '/cells/:cellId/region',
  summary:
    'Say in which pixels of its golden image a defect may be, and place it there from now on. No area at all takes the region away',
  params,
  body: z.object({
    /** The version that was changed: refused with `conflict` when there is another one, unless it is the same region. */
    basedOn: z.string().max(100).nullable(),
    /** They have no pixel in common. */
    areas: z.array(pixelsSchema).max(5000),
  }),
  response: z.object({ version: z.string().nullable() }),
});
