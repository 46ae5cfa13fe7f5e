import { randomUUID } from 'node:crypto';
import { AppError } from '#core/app-error.ts';
import { understandPrompt } from '#core/prompt/understand-prompt.ts';
import { appendEvent } from '#db/events.ts';
import { insertPrompts } from '#db/prompts.ts';
import type { Context } from '#context.ts';
import { inCell } from './in-cell.ts';

/** A new prompt that goes on from one of the cell's, or joins two; it becomes the current one. */
export async function createPrompt(
  context: Context,
  cellId: string,
  order: { text: string; parentIds: string[] },
  actor: string,
): Promise<string> {
  const text = order.text.trim();
  if (text === '')
    throw new AppError('bad_request', 'The prompt is empty. Say in a few words what the defect looks like.');
  if (new Set(order.parentIds).size !== order.parentIds.length)
    throw new AppError('bad_request', 'A prompt cannot join one with itself. Choose two different ones.');
  return inCell(context, cellId, order.parentIds, async (trx, { cell, prompts }) => {
    if (prompts.length === 1 && prompts[0]!.text === text) {
      throw new AppError(
        'conflict',
        'The text is that of the description it goes on from. Change it, or set that one as current.',
      );
    }
    const id = randomUUID();
    const origin = prompts.length === 1 ? 'manual' : 'merge';
    const { parameters } = understandPrompt(text, context.families);
    await insertPrompts(trx, [
      { id, cellId, text, parameters, origin, author: actor, parentIds: order.parentIds },
    ]);
    const payload = { cellId, promptId: id, origin, parentIds: order.parentIds };
    await appendEvent(trx, { blueprintId: cell.blueprint_id, type: 'prompt_created', actor, payload });
    return id;
  });
}
