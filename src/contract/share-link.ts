import { z } from 'zod';
import { releaseParams, releasePosterSchema } from './release.ts';
import { defineRoute } from './route.ts';

/** Below it lies the page of each link; what that page reads lies below `/api/v1/shared/`. */
export const sharedPages = '/shared';

export const longestShareDays = 365;

const shareLinkSchema = z.object({
  id: z.uuid(),
  author: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  /** Prompts, the defect book and names of people are shown too. */
  withPrompts: z.boolean(),
  state: z.enum(['open', 'expired', 'revoked']),
  revokedAt: z.string().nullable(),
  /** To within a minute. */
  lastUsedAt: z.string().nullable(),
});
export type ShareLinkView = z.infer<typeof shareLinkSchema>;

export const listShareLinks = defineRoute({
  method: 'GET',
  path: '/blueprints/:blueprintId/releases/:number/share-links',
  summary: 'Read-only links to a release: those that work first, the newest 200',
  params: releaseParams,
  response: z.object({ links: z.array(shareLinkSchema) }),
});

export const createShareLink = defineRoute({
  method: 'POST',
  path: '/blueprints/:blueprintId/releases/:number/share-links',
  summary: 'Make a read-only link to a release; its address is told this once',
  params: releaseParams,
  body: z.object({
    /** Until it expires. */
    days: z.number().int().min(1).max(longestShareDays).default(14),
    withPrompts: z.boolean().default(false),
  }),
  status: 201,
  response: shareLinkSchema.extend({
    /** The page's path on this server. It cannot be told again: only its SHA-256 is kept. */
    path: z.string(),
  }),
});

export const revokeShareLink = defineRoute({
  method: 'POST',
  path: '/share-links/:shareLinkId/revoke',
  summary: 'Take a link back: from now on it opens nothing',
  params: z.object({ shareLinkId: z.uuid() }),
  response: shareLinkSchema,
});

const sharedReleaseSchema = releasePosterSchema.extend({ expiresAt: z.string() });
export type SharedReleaseView = z.infer<typeof sharedReleaseSchema>;

export const getSharedRelease = defineRoute({
  method: 'GET',
  path: '/shared/:token',
  summary: 'What a link opens: one release, without the ids of anything in it',
  // Whatever is no link is answered like one that has expired.
  params: z.object({ token: z.string() }),
  errors: ['too_many_requests'],
  response: sharedReleaseSchema,
});
