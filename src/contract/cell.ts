import { cellStates } from '#core/blueprint/cell-state.ts';
import { placements, regionShapesSchema } from '#core/blueprint/drawing-options.ts';
import { pictureKinds } from '#core/blueprint/picture-kind.ts';
import { promptParametersSchema } from '#core/prompt/parameters.ts';
import { z } from 'zod';
import { candidateSchema, verdictSchema } from './candidate.ts';
import { jobSchema } from './job.ts';
import { nextPage } from './page.ts';
import { defineRoute } from './route.ts';
import { writtenText } from './written-text.ts';

export const promptSchema = z.object({
  id: z.uuid(),
  text: z.string(),
  parameters: promptParametersSchema,
  origin: z.enum(['initial', 'manual', 'reflection', 'merge', 'rollback']),
  /** The one whose text it continues first; of a rollback the second is the one that was left. */
  parentIds: z.array(z.uuid()),
  author: z.string(),
  createdAt: z.string(),
});
export type PromptView = z.infer<typeof promptSchema>;

const cellCountsSchema = z.object({
  queued: z.number().int(),
  running: z.number().int(),
  failed: z.number().int(),
  approved: z.number().int(),
  rejected: z.number().int(),
  undecided: z.number().int(),
});

export const cellSchema = z.object({
  id: z.uuid(),
  goldenId: z.uuid(),
  defectId: z.uuid(),
  state: z.enum(cellStates),
  /** Why it is skipped or impossible, or done all the same, as somebody wrote it. */
  stateReason: z.string().nullable(),
  target: z.number().int(),
  placement: z.enum(placements),
  /** Kept while marks are placed elsewhere; `getRegion` has its pixels. Another version is another region. */
  region: z.object({ version: z.string() }).nullable(),
  promptText: z.string(),
  /** Pictures that were made for this cell, towards its target; those in which it only joins count where they were made. */
  counts: cellCountsSchema,
  /** Of allowed variation, which is on top of the target. */
  allowed: cellCountsSchema,
  /** The newest candidates, at most four. */
  latest: z.array(
    z.object({
      id: z.uuid(),
      thumbnailUrl: z.string(),
      kind: z.enum(pictureKinds),
      verdict: verdictSchema,
      /** The largest mark, in parts of the picture's width and height (0-1): what a small picture closes up on. */
      mark: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }).nullable(),
    }),
  ),
  /**
   * Jobs that run, wait or failed since the last success, at most 20, running first. In the matrix without those
   * that wait and have nothing to tell.
   */
  jobs: z.array(jobSchema),
});
export type CellView = z.infer<typeof cellSchema>;

export const cellDetailSchema = z.object({
  cell: cellSchema,
  /** The one that pictures are made from; not always the newest. */
  currentPromptId: z.uuid(),
  /** Newest first, at most 100. */
  prompts: z.array(promptSchema),
  /** Why its pictures stand rejected, most often first: ids of its defect's list. */
  rejectedFor: z.array(z.object({ id: z.string(), count: z.number().int() })),
  /** The first page, in the order they were made. */
  candidates: z.array(candidateSchema),
  /** Where `listCandidates` goes on with those of this cell; `null` when these are all. */
  next: nextPage,
});
export type CellDetailView = z.infer<typeof cellDetailSchema>;

export const getCell = defineRoute({
  method: 'GET',
  path: '/cells/:cellId',
  summary: 'One cell with its prompts, jobs and candidates',
  params: z.object({ cellId: z.uuid() }),
  response: cellDetailSchema,
});

export const changeCells = defineRoute({
  method: 'PATCH',
  path: '/blueprints/:blueprintId/cells',
  summary:
    'Set state or target of many cells at once (rows, columns); marking impossible or skipped cancels their jobs',
  params: z.object({ blueprintId: z.uuid() }),
  body: z.object({
    cellIds: z.array(z.uuid()).min(1).max(10_000),
    state: z.enum(cellStates).optional(),
    /** Kept until the state changes; empty or `null` takes it away. */
    stateReason: writtenText(500)
      .transform((text) => text.trim() || null)
      .nullable()
      .optional(),
    target: z.number().int().min(0).max(500).optional(),
    /** `region` needs one: drawn before, or sent along. Left out, it follows from a region that is sent. */
    placement: z.enum(placements).optional(),
    /** Marks placed in it stay in it, pixel for pixel: kept as the mask of the pixels whose centre lies in it. `null` takes it away. */
    region: regionShapesSchema.nullable().optional(),
  }),
  response: z.object({ changed: z.number().int() }),
});

export const regenerateCell = defineRoute({
  method: 'POST',
  path: '/cells/:cellId/regenerate',
  summary: 'Make `count` more pictures, with a new prompt when the text differs from the current one',
  params: z.object({ cellId: z.uuid() }),
  body: z.object({
    text: writtenText(4000).optional(),
    count: z.number().int().min(1).max(500).default(1),
    /** One picture with this seed, as it was drawn before: what differs is what the words did. `count` is then 1. */
    seed: z.number().int().min(0).max(2_147_483_647).optional(),
  }),
  status: 202,
  response: z.object({ queued: z.number().int(), promptId: z.uuid() }),
});
