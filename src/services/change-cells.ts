import type { CellState } from '#core/blueprint/cell-state.ts';
import type { Region } from '#core/blueprint/drawing-options.ts';
import { updateCells } from '#db/cells.ts';
import { appendEvent } from '#db/events.ts';
import type { Context } from '#context.ts';
import { cancelIn } from './cancel-jobs.ts';
import { inBlueprint } from './in-blueprint.ts';

export type CellChange = { cellIds: string[]; state?: CellState; target?: number; region?: Region | null };

/** Rows, columns or single cells at once. A cell that is not active any more makes no pictures. */
export async function changeCells(
  context: Context,
  blueprintId: string,
  { cellIds, ...change }: CellChange,
  actor: string,
): Promise<number> {
  if (change.state === undefined && change.target === undefined && change.region === undefined) return 0;
  return inBlueprint(context, blueprintId, async (trx) => {
    if (change.state !== undefined && change.state !== 'active')
      await cancelIn(context, trx, blueprintId, { cellIds });
    const changed = await updateCells(trx, blueprintId, cellIds, change);
    if (changed.length > 0) {
      await appendEvent(trx, {
        blueprintId,
        type: 'cells_changed',
        actor,
        payload: { cellIds: changed, ...change },
      });
    }
    return changed.length;
  });
}
