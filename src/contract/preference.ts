import { preferenceVerdicts } from '#core/review/preference.ts';
import { z } from 'zod';
import { candidateSchema } from './candidate.ts';
import { defineRoute } from './route.ts';

export const preferencesSchema = z.object({
  /** Most probably best first; those with pictures, at most the 40 newest. */
  ranking: z.array(
    z.object({
      promptId: z.uuid(),
      text: z.string(),
      isCurrent: z.boolean(),
      pictures: z.number().int(),
      approved: z.number().int(),
      rejected: z.number().int(),
      /** How probably its next picture is approved, with the interval of 95 %; 0 to 1. */
      approval: z.object({ p: z.number(), low: z.number(), high: z.number() }),
      /** How probably it is the best of all, 0 to 1. */
      best: z.number(),
    }),
  ),
  /** The one that is best beyond doubt (more than 0.95). */
  clear: z.uuid().nullable(),
  /** What whoever asks is to compare next; the same until they answer. `null` with fewer than two prompts that have pictures. */
  pair: z.object({ left: candidateSchema, right: candidateSchema }).nullable(),
  /** That count, of all reviewers. */
  answers: z.number().int(),
  /** Of whoever asks. */
  rater: z.object({
    answers: z.number().int(),
    left: z.number().int(),
    right: z.number().int(),
    /** Pairs that came again the other way round, and how often the answer was the same. */
    repeats: z.number().int(),
    agreed: z.number().int(),
    /** The newest answer that counts: what an undo takes back. */
    lastId: z.uuid().nullable(),
  }),
});
export type PreferencesView = z.infer<typeof preferencesSchema>;

const ofCell = z.object({ cellId: z.uuid() });

export const getPreferences = defineRoute({
  method: 'GET',
  path: '/cells/:cellId/preferences',
  summary: 'Which prompt of a cell makes the best pictures, how sure that is, and what to compare next',
  params: ofCell,
  response: preferencesSchema,
});

export const recordPreference = defineRoute({
  method: 'POST',
  path: '/cells/:cellId/preferences',
  summary: 'Say which of two pictures of a cell is better, as they lay on the screen',
  params: ofCell,
  body: z.object({ leftId: z.uuid(), rightId: z.uuid(), verdict: z.enum(preferenceVerdicts) }),
  status: 201,
  response: preferencesSchema,
});

export const withdrawPreference = defineRoute({
  method: 'POST',
  path: '/cells/:cellId/preferences/:preferenceId/withdraw',
  summary: 'Take one’s own answer back; it is kept, and counts no more',
  params: z.object({ cellId: z.uuid(), preferenceId: z.uuid() }),
  response: preferencesSchema,
});
