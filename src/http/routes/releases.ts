import type { FastifyInstance } from 'fastify';
import { createRelease, getRelease, listReleases } from '#contract/release.ts';
import * as creating from '#services/create-release.ts';
import * as listing from '#services/list-releases.ts';
import { readRelease } from '#services/read-release.ts';
import type { Context } from '#context.ts';
import { handle } from '../handle.ts';
import { addressById, releasePosterView, releaseView } from '../views/release.ts';

export function registerReleases(app: FastifyInstance, context: Context): void {
  handle(app, listReleases, async ({ params, query }) => {
    const { rows, next } = await listing.listReleases(context, params.blueprintId, query);
    return { releases: rows.map(releaseView), next };
  });

  handle(app, createRelease, async ({ params, body, actor }) =>
    releaseView(await creating.createRelease(context, params.blueprintId, body?.note ?? '', actor)),
  );

  handle(app, getRelease, async ({ params }) =>
    releasePosterView(await readRelease(context, params.blueprintId, params.number), addressById),
  );
}
