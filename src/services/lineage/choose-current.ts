import { appendEvent } from '#db/events.ts';
import { setCurrentPrompt } from '#db/lineage.ts';
import type { Context } from '#context.ts';
import { inCell } from './in-cell.ts';

/** Makes one of the cell's prompts the current one; that it is already changes nothing. */
export async function chooseCurrentPrompt(
  context: Context,
  cellId: string,
  promptId: string,
  actor: string,
): Promise<void> {
  await inCell(context, cellId, [promptId], async (trx, { cell }) => {
    if (cell.prompt_id === promptId) return;
    await setCurrentPrompt(trx, cellId, promptId);
    const payload = { cellId, promptId, from: cell.prompt_id };
    await appendEvent(trx, { blueprintId: cell.blueprint_id, type: 'prompt_chosen', actor, payload });
  });
}
