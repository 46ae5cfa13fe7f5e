import { cellStates } from '#core/blueprint/cell-state.ts';
import { promptParametersSchema } from '#core/prompt/parameters.ts';
import { z } from 'zod';
import { verdictSchema } from './candidate.ts';
import { promptSchema } from './cell.ts';
import { defineRoute } from './route.ts';
import { writtenText } from './written-text.ts';

const shareSchema = z.object({
  /** Approved pictures, of those decided on. */
  hits: z.number().int(),
  total: z.number().int(),
  interval: z.object({ low: z.number(), high: z.number() }),
});

const lineageNodeSchema = promptSchema.extend({
  /** Pictures of the defect that were made from it. */
  counts: z.object({
    approved: z.number().int(),
    rejected: z.number().int(),
    undecided: z.number().int(),
  }),
  /** Who made or is to make them; several after the blueprint's generator was changed. */
  madeBy: z.array(z.object({ generator: z.string(), model: z.string().nullable() })),
  /** The newest pictures, at most four. */
  latest: z.array(
    z.object({
      id: z.uuid(),
      thumbnailUrl: z.string(),
      verdict: verdictSchema,
      /** The largest mark, in parts of the picture (0-1). */
      mark: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }).nullable(),
    }),
  ),
});
export type LineageNodeView = z.infer<typeof lineageNodeSchema>;

const phraseSchema = z.object({
  /** As it was read ("severity: major"), or in the prompts' words; several where they always came together. */
  phrases: z.array(z.string()),
  more: z.number().int(),
  prompts: z.number().int(),
  with: shareSchema,
  without: shareSchema,
  /** How much more often pictures with it were approved, at 95 %: -1 to 1. */
  difference: z.object({ low: z.number(), high: z.number() }),
  /** Beyond chance still when it is counted in how many phrases were compared. */
  isCertain: z.boolean(),
});
export type PhraseView = z.infer<typeof phraseSchema>;

export const lineageSchema = z.object({
  cellId: z.uuid(),
  currentPromptId: z.uuid(),
  /** Newest first, at most 1000. */
  nodes: z.array(lineageNodeSchema),
  /** Of all prompts of the cell. */
  total: z.number().int(),
  /** Most certain first, at most 50. */
  phrases: z.array(phraseSchema),
  /** How many phrases were compared; of each twenty, one would seem to matter by chance. */
  phrasesCompared: z.number().int(),
});
export type LineageView = z.infer<typeof lineageSchema>;

const ofCell = z.object({ cellId: z.uuid() });
const ofPrompt = z.object({ cellId: z.uuid(), promptId: z.uuid() });
const promptMade = z.object({ promptId: z.uuid() });

export const getLineage = defineRoute({
  method: 'GET',
  path: '/cells/:cellId/lineage',
  summary: 'Every prompt of a cell with its parents, pictures and how they were decided on',
  params: ofCell,
  response: lineageSchema,
});

export const lineageExportSchema = z.object({
  cellId: z.uuid(),
  goldenName: z.string(),
  defectName: z.string(),
  currentPromptId: z.uuid(),
  /** Of the cell, and why, where somebody said so. */
  state: z.enum(cellStates),
  stateReason: z.string().nullable(),
  prompts: z.array(promptSchema),
  /** One for each picture, and one for each prompt without any. */
  records: z.array(
    z.object({
      /** Of the prompt; `parentId` is another record's `id`. */
      id: z.uuid(),
      parentId: z.uuid().nullable(),
      parentIds: z.array(z.uuid()),
      promptText: z.string(),
      parameters: promptParametersSchema,
      pictureId: z.uuid().nullable(),
      generatedImageUrl: z.string().nullable(),
      userRating: verdictSchema.nullable(),
      reasons: z.array(z.string()),
      note: z.string().nullable(),
      seed: z.number().nullable(),
      generator: z.string().nullable(),
      model: z.string().nullable(),
      /** When the picture was made, or else the prompt. */
      timestamp: z.string(),
    }),
  ),
});
export type LineageExport = z.infer<typeof lineageExportSchema>;

export const exportLineage = defineRoute({
  method: 'GET',
  path: '/cells/:cellId/lineage.json',
  summary: 'The same to keep: every prompt, and every picture with its rating',
  params: ofCell,
  response: lineageExportSchema,
});

export const createPrompt = defineRoute({
  method: 'POST',
  path: '/cells/:cellId/prompts',
  summary: 'Add a prompt that goes on from an earlier one, or joins two; it becomes the current one',
  params: ofCell,
  body: z.object({ text: writtenText(4000), parentIds: z.array(z.uuid()).min(1).max(2) }),
  status: 201,
  response: promptMade,
});

export const chooseCurrentPrompt = defineRoute({
  method: 'POST',
  path: '/cells/:cellId/prompts/:promptId/set-current',
  summary: 'Make pictures from this prompt from now on',
  params: ofPrompt,
  response: promptMade,
});

export const rollBackPrompt = defineRoute({
  method: 'POST',
  path: '/cells/:cellId/prompts/:promptId/roll-back',
  summary: 'Go back to a prompt: a new one with its text, which says so, becomes the current one',
  params: ofPrompt,
  status: 201,
  response: promptMade,
});

export const comparePrompts = defineRoute({
  method: 'POST',
  path: '/cells/:cellId/comparisons',
  summary: 'Make one picture of each of two prompts, on the same golden image with the same seed',
  params: ofCell,
  body: z.object({
    promptIds: z.array(z.uuid()).length(2),
    /** Left out: one that the cell has not had yet. */
    seed: z
      .number()
      .int()
      .min(0)
      .max(2 ** 31 - 1)
      .optional(),
  }),
  status: 202,
  response: z.object({ queued: z.number().int(), seed: z.number().int() }),
});
