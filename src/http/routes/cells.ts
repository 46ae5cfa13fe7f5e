import type { FastifyInstance } from 'fastify';
import { changeCells, getCell, regenerateCell } from '#contract/cell.ts';
import { cancelJobs, generate, listJobs } from '#contract/job.ts';
import * as cancelling from '#services/cancel-jobs.ts';
import * as changing from '#services/change-cells.ts';
import * as listing from '#services/list-jobs.ts';
import { readCell } from '#services/read-cell.ts';
import * as regenerating from '#services/regenerate-cell.ts';
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
