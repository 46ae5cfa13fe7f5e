import type { FastifyInstance } from 'fastify';
import { createRelease, listReleases, type ReleaseView } from '#contract/release.ts';
import type { ReleaseRow } from '#db/schema.ts';
import * as creating from '#services/create-release.ts';
import * as listing from '#services/list-releases.ts';
import type { Context } from '#context.ts';
import { localUser } from '../actor.ts';
import { handle } from '../handle.ts';

export function registerReleases(app: FastifyInstance, context: Context): void {
  handle(app, listReleases, async ({ params, query }) => {
    const { rows, next } = await listing.listReleases(context, params.blueprintId, query);
    return { releases: rows.map(releaseView), next };
  });

  handle(app, createRelease, async ({ params }) =>
    releaseView(await creating.createRelease(context, params.blueprintId, localUser)),
  );
}

function releaseView(row: ReleaseRow): ReleaseView {
  return {
    number: row.number,
    createdAt: row.created_at.toISOString(),
    author: row.author,
    approved: row.approved,
    goldens: row.goldens,
    defects: row.defects,
  };
}
