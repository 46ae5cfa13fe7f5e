import { pictureKinds } from '#core/blueprint/picture-kind.ts';
import { z } from 'zod';
import { candidateSources, verdictSchema } from './candidate.ts';
import { pageQuery } from './page.ts';
import { defineRoute } from './route.ts';

/**
 * What a list of many thousand pictures is drawn, filtered and sorted by, and nothing else: columns of equal length, one entry
 * for each candidate in the order they were made. 10,000 candidates are about 1.1 MB, a seventh of their full records.
 */
export const candidateIndexSchema = z.object({
  /** What `cell` and `prompt` count into, from 0. */
  cells: z.array(z.object({ id: z.uuid(), goldenId: z.uuid(), defectId: z.uuid() })),
  prompts: z.array(z.object({ id: z.uuid(), text: z.string() })),
  columns: z.object({
    id: z.array(z.uuid()),
    cell: z.array(z.number().int()),
    prompt: z.array(z.number().int().nullable()),
    verdict: z.array(verdictSchema),
    reasons: z.array(z.array(z.string())),
    kind: z.array(z.enum(pictureKinds)),
    source: z.array(z.enum(candidateSources)),
    /** px */
    width: z.array(z.number().int()),
    height: z.array(z.number().int()),
    /** Its largest mark, or where nothing is labelled what was drawn: x, y, width and height in px; `null` where there is none. */
    mark: z.array(z.array(z.number()).length(4).nullable()),
    /** As `score` of a candidate. */
    score: z.array(z.number().nullable()),
  }),
  /** Those on which reviewers disagree, and notes, by the place in the columns, from 0. */
  disputed: z.array(z.number().int()),
  notes: z.array(z.object({ at: z.number().int(), note: z.string() })),
  /** Give this back as `after` to get those that were made since; `null` when nothing came. */
  newest: z.string().nullable(),
  /** There are more already: ask again with `newest`. */
  hasMore: z.boolean(),
});
export type CandidateIndexView = z.infer<typeof candidateIndexSchema>;

export const getCandidateIndex = defineRoute({
  method: 'GET',
  path: '/blueprints/:blueprintId/candidate-index',
  summary: 'All candidates in short, in the order they were made, or those made since one was asked',
  params: z.object({ blueprintId: z.uuid() }),
  query: z.object(pageQuery({ most: 20_000, usual: 20_000 })),
  response: candidateIndexSchema,
});
