import type { FastifyInstance } from 'fastify';
import { createShareLink, listShareLinks, revokeShareLink } from '#contract/share-link.ts';
import * as creating from '#services/sharing/create-share-link.ts';
import * as listing from '#services/sharing/list-share-links.ts';
import * as revoking from '#services/sharing/revoke-share-link.ts';
import type { Context } from '#context.ts';
import { handle } from '../handle.ts';
import { sharedPath, shareLinkView } from '../views/share-link.ts';

export function registerShareLinks(app: FastifyInstance, context: Context): void {
  handle(app, listShareLinks, async ({ params }) => {
    const rows = await listing.listShareLinks(context, params);
    return { links: rows.map((row) => shareLinkView(row, context.now())) };
  });

  handle(app, createShareLink, async ({ params, body, actor, reply }) => {
    const { link, token } = await creating.createShareLink(context, params, body, actor);
    void reply.header('cache-control', 'no-store');
    return { ...shareLinkView(link, context.now()), path: sharedPath(token) };
  });

  handle(app, revokeShareLink, async ({ params, actor }) =>
    shareLinkView(await revoking.revokeShareLink(context, params.shareLinkId, actor), context.now()),
  );
}
