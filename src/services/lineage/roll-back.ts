import { randomUUID } from 'node:crypto';
import { AppError } from '#core/app-error.ts';
import { appendEvent } from '#db/events.ts';
import { insertPrompts } from '#db/prompts.ts';
import type { Context } from '#context.ts';
import { inCell } from './in-cell.ts';

/**
 * Goes back to an earlier prompt. Nothing is taken away: a new one with its text and parameters becomes the current
 * one, the child of both the one it repeats and the one that was left.
 */
export async function rollBackPrompt(
  context: Context,
  cellId: string,
  promptId: string,
  actor: string,
): Promise<string> {
  return inCell(context, cellId, [promptId], async (trx, { cell, prompts }) => {
    if (cell.prompt_id === promptId) {
      throw new AppError(
        'conflict',
        'This is the current description already. Choose an earlier one to go back to.',
      );
    }
    const { text, parameters } = prompts[0]!;
    const id = randomUUID();
    const parentIds = [promptId, cell.prompt_id];
    await insertPrompts(trx, [
      { id, cellId, text, parameters, origin: 'rollback', author: actor, parentIds },
    ]);
    const payload = { cellId, promptId: id, origin: 'rollback', parentIds };
    await appendEvent(trx, { blueprintId: cell.blueprint_id, type: 'prompt_created', actor, payload });
    return id;
  });
}
