import { jobKinds } from '#core/blueprint/job-kind.ts';
import { z } from 'zod';
import { nextPage, pageQuery } from './page.ts';
import { defineRoute } from './route.ts';

export const jobStates = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;

export const jobSchema = z.object({
  id: z.uuid(),
  /** `null` for a golden image that is made from words. */
  cellId: z.uuid().nullable(),
  kind: z.enum(jobKinds),
  state: z.enum(jobStates),
  /** Percent, 0-100. */
  progress: z.number(),
  /** `progress` follows from how long the model usually takes: nobody says how far it is. */
  estimated: z.boolean(),
  /** Who makes it. */
  generator: z.string(),
  /** Tries so far that ended in a failure of the generator. */
  failedAttempts: z.number().int(),
  /** One sentence, when it failed or waits for its next try. */
  failure: z.string().nullable(),
  createdAt: z.string(),
});
export type JobView = z.infer<typeof jobSchema>;

export const listJobs = defineRoute({
  method: 'GET',
  path: '/blueprints/:blueprintId/jobs',
  summary: 'Jobs of a blueprint, newest first, a page at a time',
  params: z.object({ blueprintId: z.uuid() }),
  query: z.object({
    state: z.enum(jobStates).optional(),
    cellId: z.uuid().optional(),
    ...pageQuery({ most: 500, usual: 100 }),
  }),
  response: z.object({ jobs: z.array(jobSchema), next: nextPage }),
});

export const generate = defineRoute({
  method: 'POST',
  path: '/blueprints/:blueprintId/generate',
  summary: 'Queue pictures: fill every active cell up to its target, or add `count` to each of `cellIds`',
  params: z.object({ blueprintId: z.uuid() }),
  body: z.object({
    cellIds: z.array(z.uuid()).max(10_000).optional(),
    /** Pictures to add to each cell; left out: as many as the cell lacks to reach its target. */
    count: z.number().int().min(1).max(500).optional(),
  }),
  status: 202,
  response: z.object({ queued: z.number().int() }),
});

export const cancelJobs = defineRoute({
  method: 'POST',
  path: '/blueprints/:blueprintId/cancel',
  summary: 'Cancel the named jobs, those of the named cells, or all that have not ended',
  params: z.object({ blueprintId: z.uuid() }),
  body: z.object({
    jobIds: z.array(z.uuid()).max(10_000).optional(),
    cellIds: z.array(z.uuid()).max(10_000).optional(),
  }),
  response: z.object({ cancelled: z.number().int() }),
});
