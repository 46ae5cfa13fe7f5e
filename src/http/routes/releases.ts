import type { FastifyInstance } from 'fastify';
import { createRelease, listReleases, type ReleaseView } from '#contract/release.ts';
import { releasesOf } from '#db/releases.ts';
import type { ReleaseRow } from '#db/schema.ts';
import * as creating from '#services/create-release.ts';
import { requireBlueprint } from '#services/read-board.ts';
import type { Context } from '#context.ts';
import { localUser } from '../actor.ts';
import { handle } from '../handle.ts';

export function registerReleases(app: FastifyInstance, context: Context): void {
  handle(app, listReleases, async ({ params }) => {
    await requireBlueprint(context.db, params.blueprintId);
    return { releases: (await releasesOf(context.db, params.blueprintId)).map(releaseView) };
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
