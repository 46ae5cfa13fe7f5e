import { randomUUID } from 'node:crypto';
import { AppError } from '#core/app-error.ts';
import { understandPrompt } from '#core/prompt/understand-prompt.ts';
import { findCell } from '#db/cells.ts';
import { appendEvent } from '#db/events.ts';
import { insertPrompts } from '#db/prompts.ts';
import type { Context } from '#context.ts';
import { inBlueprint } from './in-blueprint.ts';
import { noSuchCell } from './read-cell.ts';
import { queueJobs } from './start-generation.ts';

/** More pictures for one cell; another text becomes a new prompt, the child of the one before. */
export async function regenerateCell(
  context: Context,
  cellId: string,
  order: { text?: string; count: number; seed?: number },
  actor: string,
): Promise<{ queued: number; promptId: string }> {
  const text = order.text?.trim();
  if (text === '')
    throw new AppError('bad_request', 'The prompt is empty. Say in a few words what the defect looks like.');
  const { seed } = order;
  if (seed !== undefined && order.count !== 1) {
    throw new AppError(
      'bad_request',
      'One seed makes one picture. Ask for one, or leave the seed out to have a new one for each.',
    );
  }
  const blueprintId = (await findCell(context.db, cellId))?.blueprint_id;
  if (blueprintId === undefined) throw noSuchCell();
  return inBlueprint(context, blueprintId, async (trx, blueprint) => {
    // Read again under the lock: the prompt may have changed meanwhile.
    const cell = await findCell(trx, cellId);
    if (cell === undefined) throw noSuchCell();
    if (cell.state !== 'active') {
      throw new AppError('conflict', `This cell is marked as ${cell.state}. Make it active first.`);
    }
    let promptId = cell.prompt_id;
    if (text !== undefined && text !== cell.prompt_text) {
      promptId = randomUUID();
      await insertPrompts(trx, [
        {
          id: promptId,
          cellId,
          text,
          parameters: understandPrompt(text, context.families).parameters,
          origin: 'manual',
          author: actor,
          parentIds: [cell.prompt_id],
        },
      ]);
      await appendEvent(trx, { blueprintId, type: 'prompt_created', actor, payload: { cellId, promptId } });
    }
    const pinned = seed === undefined ? {} : { pinned: { promptIds: [promptId], seed } };
    const queued = await queueJobs(
      context,
      trx,
      blueprint,
      { cellIds: [cellId], count: order.count, ...pinned },
      actor,
    );
    return { queued, promptId };
  });
}
