import { randomUUID } from 'node:crypto';
import { AppError } from '#core/app-error.ts';
import type { DrawingOptions } from '#core/blueprint/drawing-options.ts';
import { jobSeed } from '#core/blueprint/plan-jobs.ts';
import { fitHabits } from '#core/real-sample/fit-habits.ts';
import type { FittedHabits } from '#core/real-sample/fitted-habits.ts';
import type { Blueprint } from '#db/blueprints.ts';
import { addJobsMade, type CellToFill, cellsToFill } from '#db/cells.ts';
import { appendEvent } from '#db/events.ts';
import { dismissFailedJobs, insertJobs } from '#db/jobs.ts';
import { measuredOfBlueprint } from '#db/real-samples.ts';
import type { Trx } from '#db/schema.ts';
import type { Context } from '#context.ts';
import { inBlueprint } from './in-blueprint.ts';

/** More than a person could look at in a week; a larger number is a slip of the hand. */
const mostAtOnce = 20_000;

export type GenerationOrder = { cellIds?: string[]; count?: number };

/** Queues pictures: up to each cell's target, or `count` more in each. Says how many. */
export async function startGeneration(
  context: Context,
  blueprintId: string,
  order: GenerationOrder,
  actor: string,
): Promise<number> {
  return inBlueprint(context, blueprintId, (trx, blueprint) =>
    queueJobs(context, trx, blueprint, order, actor),
  );
}

/** The same inside the caller's transaction, which holds the blueprint's lock. */
export async function queueJobs(
  context: Context,
  trx: Trx,
  blueprint: Blueprint,
  order: GenerationOrder,
  actor: string,
): Promise<number> {
  const cells = await cellsToFill(trx, blueprint.id, order.cellIds ?? null);
  const wanted = cells
    .filter((cell) => cell.state === 'active')
    .map((cell) => ({ cell, count: order.count ?? Math.max(0, cell.target - cell.held) }))
    .filter(({ count }) => count > 0);
  const total = wanted.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return 0;
  if (total > mostAtOnce) {
    throw new AppError(
      'too_large',
      `That would be ${total} pictures; at most ${mostAtOnce} can be queued at once. Choose fewer cells, or a smaller number for each.`,
    );
  }
  const fits = await fitsOf(trx, blueprint.id);
  const jobs = wanted.flatMap(({ cell, count }) =>
    jobRows(blueprint, cell, fits.get(cell.defect_id) ?? null, count),
  );
  await dismissFailedJobs(
    trx,
    wanted.map(({ cell }) => cell.id),
  );
  await insertJobs(trx, jobs);
  await addJobsMade(
    trx,
    wanted.map(({ cell, count }) => ({ id: cell.id, count })),
  );
  await context.queue.enqueue(
    trx,
    jobs.map((job) => ({ jobId: job.id, retry: blueprint.settings.retry })),
  );
  await appendEvent(trx, {
    blueprintId: blueprint.id,
    type: 'jobs_queued',
    actor,
    payload: { cellIds: wanted.map(({ cell }) => cell.id), count: total },
  });
  return total;
}

/** Seeds follow from the blueprint's seed, the cell and the picture's number in it: none comes twice in a cell. */
function jobRows(blueprint: Blueprint, cell: CellToFill, fit: FittedHabits | null, count: number) {
  const { placement, mm_per_pixel: mmPerPixel, foreground_hash: foreground } = cell;
  const region = placement === 'region' ? cell.region : null;
  const drawing: DrawingOptions = {
    placement,
    region,
    foreground,
    mmPerPixel,
    ...blueprint.settings.drawing,
    fit,
  };
  return Array.from({ length: count }, (_, i) => ({
    id: randomUUID(),
    blueprint_id: blueprint.id,
    cell_id: cell.id,
    prompt_id: cell.prompt_id,
    generator: 'renderer',
    drawing: JSON.stringify(drawing),
    seed: jobSeed(blueprint.settings.seed, cell.id, cell.jobs_made + i),
  }));
}

/** What is usual for each defect that is to be drawn by its real samples, and has enough of them. */
async function fitsOf(trx: Trx, blueprintId: string): Promise<Map<string, FittedHabits>> {
  const measured = await measuredOfBlueprint(trx, blueprintId);
  const fits = new Map<string, FittedHabits>();
  for (const [defectId, samples] of measured) {
    const fit = fitHabits(samples);
    if (fit !== null) fits.set(defectId, fit);
  }
  return fits;
}
