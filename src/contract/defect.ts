import { z } from 'zod';
import { defineRoute } from './route.ts';
import { writtenText } from './written-text.ts';

export const defectSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  family: z.string(),
  /** What new cells of this defect start with. */
  prompt: z.string(),
  reason: z.string().nullable(),
  /** Photos of really bad parts that were uploaded for it. */
  realSamples: z.number().int(),
  /** Pictures are drawn by what is fitted to them, once there are three. */
  useFit: z.boolean(),
  /** Why its pictures are rejected: those offered, in the order of the digit keys 1-9, then those that were retired. */
  rejectReasons: z.array(z.object({ id: z.string(), label: z.string(), isRetired: z.boolean() })),
});
export type DefectView = z.infer<typeof defectSchema>;

/** Length and characters of names are judged by `core/blueprint/names.ts`, which answers in a sentence. */
export const newDefectSchema = z.object({
  name: writtenText(2000),
  family: z.string().max(100),
  /** Empty: the family's plain prompt. */
  prompt: writtenText(4000).default(''),
  reason: writtenText(2000).nullable().default(null),
});
export type NewDefect = z.input<typeof newDefectSchema>;

export const addDefects = defineRoute({
  method: 'POST',
  path: '/blueprints/:blueprintId/defects',
  summary: 'Add defects, each a column of the matrix; all of them or none',
  params: z.object({ blueprintId: z.uuid() }),
  body: z.object({ defects: z.array(newDefectSchema).min(1).max(100) }),
  status: 201,
  response: z.object({ defects: z.array(defectSchema) }),
});

export const changeDefect = defineRoute({
  method: 'PATCH',
  path: '/defects/:defectId',
  summary: 'Say whether a defect is drawn by what is fitted to its real samples',
  params: z.object({ defectId: z.uuid() }),
  body: z.object({ useFit: z.boolean() }),
  response: defectSchema,
});

export const changeRejectReasons = defineRoute({
  method: 'PATCH',
  path: '/defects/:defectId/reject-reasons',
  summary:
    'Say why pictures of a defect may be rejected, all reasons in order; one without an id is new, one left out is retired',
  params: z.object({ defectId: z.uuid() }),
  body: z.object({
    reasons: z.array(z.object({ id: z.string().max(100).optional(), label: writtenText(200) })).max(20),
  }),
  response: defectSchema,
});

export const removeDefect = defineRoute({
  method: 'DELETE',
  path: '/defects/:defectId',
  summary: 'Take a defect, and its column of the matrix, out of the blueprint',
  params: z.object({ defectId: z.uuid() }),
  response: z.object({ removed: z.literal(true) }),
});
