import { z } from 'zod';
import { defineRoute } from './route.ts';

export const releaseSchema = z.object({
  number: z.number().int(),
  createdAt: z.string(),
  author: z.string(),
  approved: z.number().int(),
  goldens: z.number().int(),
  defects: z.number().int(),
});
export type ReleaseView = z.infer<typeof releaseSchema>;

export const listReleases = defineRoute({
  method: 'GET',
  path: '/blueprints/:blueprintId/releases',
  summary: 'Frozen versions of a blueprint, newest first',
  params: z.object({ blueprintId: z.uuid() }),
  response: z.object({ releases: z.array(releaseSchema) }),
});

export const createRelease = defineRoute({
  method: 'POST',
  path: '/blueprints/:blueprintId/releases',
  summary: 'Finish: freeze what is approved now as the next release; refused with what is missing',
  params: z.object({ blueprintId: z.uuid() }),
  status: 201,
  response: releaseSchema,
});
