import { blueprintSettingsSchema } from '#core/blueprint/settings.ts';
import { posterSchema } from '#core/blueprint/poster.ts';
import { z } from 'zod';
import { nextPage, pageQuery } from './page.ts';
import { defineRoute } from './route.ts';
import { writtenText } from './written-text.ts';

export const releaseSchema = z.object({
  number: z.number().int(),
  createdAt: z.string(),
  author: z.string(),
  approved: z.number().int(),
  goldens: z.number().int(),
  defects: z.number().int(),
  /** What whoever finished had to say of it; mostly empty. */
  note: z.string(),
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
  body: z.object({ note: writtenText(500).trim().default('') }).nullish(),
  status: 201,
  response: releaseSchema,
});

export const releaseParams = z.object({
  blueprintId: z.uuid(),
  number: z.coerce.number().int().min(1).max(1e9),
});

const frozenCell = posterSchema.shape.cells.element;

/** A release as it was frozen, with where its pictures are. */
export const releasePosterSchema = releaseSchema.extend({
  /** The blueprint's name at that time. */
  name: z.string(),
  /** `null` where people are not to be named. */
  author: z.string().nullable(),
  settings: blueprintSettingsSchema,
  /** Pictures that came, went, and stayed with another mask since the release before; `null` in the first. */
  changes: z
    .object({ added: z.number().int(), removed: z.number().int(), remasked: z.number().int() })
    .nullable(),
  poster: posterSchema.extend({
    goldens: z.array(posterSchema.shape.goldens.element.extend({ thumbnailUrl: z.string() })),
    cells: z.array(
      frozenCell.omit({ best: true }).extend({
        /** `null` where prompts are not to be shown. */
        prompt: z.string().nullable(),
        best: frozenCell.shape.best
          .unwrap()
          .omit({ candidateId: true, annotationId: true })
          .extend({ pictureUrl: z.string(), maskUrl: z.string() })
          .nullable(),
      }),
    ),
  }),
});
export type ReleasePosterView = z.infer<typeof releasePosterSchema>;

export const getRelease = defineRoute({
  method: 'GET',
  path: '/blueprints/:blueprintId/releases/:number',
  summary:
    'One release with its matrix as it was: names, prompts, counts, and the clearest picture of each cell',
  params: releaseParams,
  response: releasePosterSchema,
});
