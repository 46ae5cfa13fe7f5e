import { z } from 'zod';
import { nextPage, pageQuery } from './page.ts';
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
  summary: 'Frozen versions of a blueprint, newest first, a page at a time',
  params: z.object({ blueprintId: z.uuid() }),
  query: z.object(pageQuery({ most: 200, usual: 50 })),
  response: z.object({ releases: z.array(releaseSchema), next: nextPage }),
});

export const createRelease = defineRoute({
  method: 'POST',
  path: '/blueprints/:blueprintId/releases',
  summary: 'Finish: freeze what is approved now as the next release; refused with what is missing',
  params: z.object({ blueprintId: z.uuid() }),
  status: 201,
  response: releaseSchema,
});
