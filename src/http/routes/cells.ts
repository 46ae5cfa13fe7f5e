import type { FastifyInstance } from 'fastify';
import { changeCells, getCell, regenerateCell } from '#contract/cell.ts';
import { cancelJobs, generate, listJobs } from '#contract/job.ts';
import { getRegion, saveRegion } from '#contract/region.ts';
import * as cancelling from '#services/cancel-jobs.ts';
import * as changing from '#services/change-cells.ts';
import * as listing from '#services/list-jobs.ts';
import { readCell } from '#services/read-cell.ts';
import * as regenerating from '#services/regenerate-cell.ts';
import { readRegion } from '#services/regions/read-region.ts';
import * as drawing from '#services/regions/save-region.ts';
import { startGeneration } from '#services/start-generation.ts';
import type { Context } from '#context.ts';
import { handle } from '../handle.ts';
import { cellDetailView } from '../views/cell.ts';
import { jobView } from '../views/job.ts';

export function registerCells(app: FastifyInstance, context: Context): void {
  handle(app, getCell, async ({ params }) => cellDetailView(await readCell(context, params.cellId)));

  handle(app, changeCells, async ({ params, body, actor }) => ({
    changed: await changing.changeCells(context, params.blueprintId, body, actor),
  }));

  handle(app, getRegion, async ({ params }) => {
    const { areas, ...region } = await readRegion(context, params.cellId);
    return { ...region, areas: areas.map(({ box, counts }) => ({ box, counts })) };
  });

  handle(app, saveRegion, async ({ params, body, actor }) => ({
    version: await drawing.saveRegion(context, params.cellId, body, actor),
  }));

  handle(app, regenerateCell, async ({ params, body, actor }) =>
    regenerating.regenerateCell(context, params.cellId, body, actor),
  );

  handle(app, generate, async ({ params, body, actor }) => ({
    queued: await startGeneration(context, params.blueprintId, body, actor),
  }));

  handle(app, listJobs, async ({ params, query }) => {
    const { rows, next } = await listing.listJobs(context, params.blueprintId, query);
    return { jobs: rows.map(jobView), next };
  });

  handle(app, cancelJobs, async ({ params, body, actor }) => ({
    cancelled: await cancelling.cancelJobs(context, params.blueprintId, body, actor),
  }));
}
