import { AppError } from '#core/app-error.ts';
import { jobSeed } from '#core/blueprint/plan-jobs.ts';
import { cellsToFill } from '#db/cells.ts';
import type { Context } from '#context.ts';
import { queueJobs } from '../start-generation.ts';
import { noSuchCell } from '../read-cell.ts';
import { inCell } from './in-cell.ts';

/** One picture of each of two prompts with one seed: what differs between them is what the words did. */
export async function comparePrompts(
  context: Context,
  cellId: string,
  order: { promptIds: string[]; seed?: number },
  actor: string,
): Promise<{ queued: number; seed: number }> {
  const { promptIds } = order;
  if (new Set(promptIds).size !== 2) {
    throw new AppError(
      'bad_request',
      'Two different descriptions are needed. Choose another one for one side.',
    );
  }
  return inCell(context, cellId, promptIds, async (trx, { cell, blueprint }) => {
    if (cell.state !== 'active') {
      throw new AppError('conflict', `This cell is marked as ${cell.state}. Make it active first.`);
    }
    const [toFill] = await cellsToFill(trx, blueprint.id, [cellId]);
    if (toFill === undefined) throw noSuchCell();
    const seed = order.seed ?? jobSeed(blueprint.settings.seed, cellId, toFill.jobs_made);
    const pinned = { promptIds, seed };
    const queued = await queueJobs(
      context,
      trx,
      blueprint,
      { cellIds: [cellId], count: promptIds.length, pinned },
      actor,
    );
    return { queued, seed };
  });
}
