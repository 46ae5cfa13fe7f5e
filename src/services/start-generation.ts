import { randomUUID } from 'node:crypto';
import { AppError } from '#core/app-error.ts';
import { drawingOptionsOf } from '#core/blueprint/drawing-options.ts';
import { pickCompanions } from '#core/blueprint/pick-companions.ts';
import type { PictureKind } from '#core/blueprint/picture-kind.ts';
import { countAllowedVariation, jobSeed } from '#core/blueprint/plan-jobs.ts';
import { fitHabits } from '#core/real-sample/fit-habits.ts';
import type { FittedHabits } from '#core/real-sample/fitted-habits.ts';
import type { Blueprint } from '#db/blueprints.ts';
import { addJobsMade, type CellToFill, cellsToFill } from '#db/cells.ts';
import { cutOutsOfBlueprint } from '#db/cut-outs.ts';
import { appendEvent } from '#db/events.ts';
import { dismissFailedJobs, insertJobs } from '#db/jobs.ts';
import { measuredOfBlueprint } from '#db/real-samples.ts';
import { wakeRemote } from '#db/remote-jobs.ts';
import type { Trx } from '#db/schema.ts';
import type { Context } from '#context.ts';
import { inBlueprint } from './in-blueprint.ts';
import { requireGenerator } from './remote/require-generator.ts';
import { requireLargePhotos } from './remote/require-large-photos.ts';

/** More than a person could look at in a week; a larger number is a slip of the hand. */
const mostAtOnce = 20_000;

export type GenerationOrder = {
  cellIds?: string[];
  count?: number;
  /** One picture of each of these prompts of the only cell, all of one seed and with nothing else in them. */
  pinned?: { promptIds: string[]; seed: number };
};

/**
 * Queues pictures: up to each cell's target, or `count` more in each. Says how many; allowed variation comes
 * on top.
 */
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
  // Cells that are not asked for may join in the pictures of those that are.
  const { pinned } = order;
  const mayJoin = pinned === undefined && blueprint.settings.drawing.together.share > 0;
  const cells = await cellsToFill(trx, blueprint.id, mayJoin ? null : (order.cellIds ?? null));
  const active = cells.filter((cell) => cell.state === 'active');
  const chosen = order.cellIds && new Set(order.cellIds);
  const wanted = active
    .filter((cell) => chosen?.has(cell.id) ?? true)
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
  const cutOuts = await cutOutsOfBlueprint(trx, blueprint.id);
  const drawingOf = (cell: CellToFill): string =>
    JSON.stringify(
      drawingOptionsOf(
        {
          ...cell,
          foreground: cell.foreground_hash,
          mmPerPixel: cell.mm_per_pixel,
          fit: fits.get(cell.defect_id) ?? null,
          cutOuts: cutOuts.get(cell.defect_id) ?? [],
        },
        blueprint.settings.drawing,
      ),
    );
  const { generator } = blueprint.settings;
  const isRemote = await requireGenerator(context, trx, blueprint);
  if (isRemote)
    await requireLargePhotos(
      trx,
      blueprint.id,
      wanted.map(({ cell }) => cell.golden_id),
    );
  // Only the renderer draws several defects at once, or what is none.
  const orders = wanted.map((each) => ({
    ...each,
    variations: isRemote || pinned !== undefined ? 0 : variationsOf(blueprint, each),
  }));
  const jobs = orders.flatMap((each) => {
    const rows = jobRows(blueprint, each, drawingOf(each.cell));
    return pinned === undefined
      ? rows
      : rows.map((row, i) => ({ ...row, prompt_id: pinned.promptIds[i]!, seed: pinned.seed }));
  });
  await dismissFailedJobs(
    trx,
    wanted.map(({ cell }) => cell.id),
  );
  await insertJobs(
    trx,
    jobs,
    isRemote || pinned !== undefined ? [] : companionRows(blueprint, jobs, active, drawingOf),
  );
  await addJobsMade(
    trx,
    orders.map(({ cell, count, variations }) => ({ id: cell.id, count, variations })),
  );
  if (isRemote) await wakeRemote(trx, generator.name);
  else {
    await context.queue.enqueue(
      trx,
      jobs.map((job) => ({ jobId: job.id, retry: blueprint.settings.retry })),
    );
  }
  await appendEvent(trx, {
    blueprintId: blueprint.id,
    type: 'jobs_queued',
    actor,
    payload: {
      cellIds: wanted.map(({ cell }) => cell.id),
      count: total,
      allowedVariation: jobs.length - total,
    },
  });
  return total;
}

type CellOrder = { cell: CellToFill; count: number; variations: number };

function variationsOf({ settings }: Blueprint, { cell, count }: Omit<CellOrder, 'variations'>): number {
  const so = { before: cell.jobs_made, count };
  return countAllowedVariation(settings.drawing.allowedVariationShare, so, settings.seed, cell.id);
}

/**
 * Seeds follow from the blueprint's seed, the cell and the picture's number in it: none comes twice in a cell.
 * Allowed variation has numbers of its own, so that the other pictures are the same with and without it.
 */
function jobRows({ id, settings }: Blueprint, { cell, count, variations }: CellOrder, drawing: string) {
  const row = (kind: PictureKind, seed: number) => ({
    id: randomUUID(),
    blueprint_id: id,
    cell_id: cell.id,
    prompt_id: cell.prompt_id,
    kind,
    generator: settings.generator.name,
    model: settings.generator.model,
    drawing,
    seed,
  });
  const wanted = Array.from({ length: count }, (_, i) =>
    row('defect', jobSeed(settings.seed, cell.id, cell.jobs_made + i)),
  );
  const onTop = Array.from({ length: variations }, (_, i) =>
    row('allowed-variation', jobSeed(settings.seed, `${cell.id}/allowed`, cell.variations_made + i)),
  );
  return [...wanted, ...onTop];
}

/** Other active cells of the same golden image join in some of the pictures, with the prompts that they have now. */
function companionRows(
  { settings }: Blueprint,
  jobs: ReturnType<typeof jobRows>,
  active: CellToFill[],
  drawingOf: (cell: CellToFill) => string,
) {
  const byId = new Map(active.map((cell) => [cell.id, cell]));
  const byGolden = Map.groupBy(active, (cell) => cell.golden_id);
  return jobs
    .filter((job) => job.kind === 'defect')
    .flatMap((job) => {
      const others = byGolden
        .get(byId.get(job.cell_id)!.golden_id)!
        .filter((cell) => cell.id !== job.cell_id);
      const picture = `${job.cell_id}/${job.seed}`;
      return pickCompanions(picture, others, (cell) => cell.id, settings.drawing.together).map(
        (cell, position) => ({
          job_id: job.id,
          position,
          cell_id: cell.id,
          prompt_id: cell.prompt_id,
          drawing: drawingOf(cell),
        }),
      );
    });
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
