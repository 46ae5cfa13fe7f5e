import { blueprintSettingsChangeSchema, blueprintSettingsSchema } from '#core/blueprint/settings.ts';
import { blueprintStatuses } from '#core/blueprint/status.ts';
import { z } from 'zod';
import { cellSchema } from './cell.ts';
import { defectSchema } from './defect.ts';
import { goldenOrderSchema } from './golden-order.ts';
import { goldenSchema } from './golden.ts';
import { nextPage, pageQuery } from './page.ts';
import { stoppingSchema, waitingSchema } from './provider.ts';
import { defineRoute } from './route.ts';
import { writtenText } from './written-text.ts';

export const blueprintSchema = z.object({
  id: z.uuid(),
  projectId: z.uuid(),
  name: z.string(),
  productKind: z.string(),
  material: z.string(),
  /** Who made it. */
  author: z.string(),
  /** How far it is. */
  status: z.enum(blueprintStatuses),
  settings: blueprintSettingsSchema,
  createdAt: z.string(),
  updatedAt: z.string(),
  /** Number of the newest release, 0 before the first. */
  latestRelease: z.number().int(),
});
export type BlueprintView = z.infer<typeof blueprintSchema>;

export const blueprintSummarySchema = blueprintSchema.omit({ settings: true }).extend({
  goldens: z.number().int(),
  defects: z.number().int(),
  candidates: z.number().int(),
  approved: z.number().int(),
  undecided: z.number().int(),
  activeJobs: z.number().int(),
  coverUrl: z.string().nullable(),
});
export type BlueprintSummaryView = z.infer<typeof blueprintSummarySchema>;

export const readinessSchema = z.object({
  ready: z.boolean(),
  missing: z.array(z.object({ code: z.string(), message: z.string(), cellIds: z.array(z.uuid()) })),
});

/** The matrix, whole: what the blueprint page shows. */
export const boardSchema = z.object({
  blueprint: blueprintSchema,
  goldens: z.array(goldenSchema),
  /** Golden images that are being made from words, and those that failed, until they are withdrawn. */
  goldenOrders: z.array(goldenOrderSchema),
  defects: z.array(defectSchema),
  cells: z.array(cellSchema),
  readiness: readinessSchema,
  /** Why pictures that are made elsewhere do not go on; `null` where nothing is in their way. */
  waiting: waitingSchema.nullable(),
  stopping: z.array(stoppingSchema),
  /** The newest event that this answer includes: where the live view goes on from. */
  seq: z.number().int(),
});
export type BoardView = z.infer<typeof boardSchema>;

export const listBlueprints = defineRoute({
  method: 'GET',
  path: '/blueprints',
  summary:
    'Blueprints, newest change first, a page at a time, by any of project, status, product, author, name and date',
  query: z.object({
    projectId: z.uuid().optional(),
    status: z.enum(blueprintStatuses).optional(),
    productKind: z.string().max(100).optional(),
    author: writtenText(200).optional(),
    text: writtenText(200)
      .optional()
      .describe('Part of the name; one letter or two: what a word of it begins with'),
    changedFrom: z.iso.datetime({ offset: true }).optional().describe('Last changed then or later'),
    changedBefore: z.iso.datetime({ offset: true }).optional().describe('Last changed before that'),
    ...pageQuery({ most: 200, usual: 50 }),
  }),
  response: z.object({ blueprints: z.array(blueprintSummarySchema), next: nextPage }),
});

export const createBlueprint = defineRoute({
  method: 'POST',
  path: '/blueprints',
  summary: 'Start a blueprint',
  body: z.object({
    /** Left out: the first project. */
    projectId: z.uuid().optional(),
    name: writtenText(2000),
    productKind: z.string().max(100).default('other'),
    material: z.string().max(100).default('other'),
  }),
  status: 201,
  response: blueprintSchema,
});

export const getBoard = defineRoute({
  method: 'GET',
  path: '/blueprints/:blueprintId',
  summary: 'A blueprint with its matrix',
  params: z.object({ blueprintId: z.uuid() }),
  response: boardSchema,
});

export const changeBlueprint = defineRoute({
  method: 'PATCH',
  path: '/blueprints/:blueprintId',
  summary: 'Rename a blueprint, or change its product or settings',
  params: z.object({ blueprintId: z.uuid() }),
  body: z.object({
    name: writtenText(2000).optional(),
    productKind: z.string().max(100).optional(),
    material: z.string().max(100).optional(),
    settings: blueprintSettingsChangeSchema.optional(),
  }),
  response: blueprintSchema,
});

export const deleteBlueprint = defineRoute({
  method: 'DELETE',
  path: '/blueprints/:blueprintId',
  summary: 'Delete a blueprint with everything in it',
  params: z.object({ blueprintId: z.uuid() }),
  response: z.object({ deleted: z.literal(true) }),
});
