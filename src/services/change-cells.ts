import { AppError } from '#core/app-error.ts';
import { type CellValues, cellsWithoutRegion, updateCells } from '#db/cells.ts';
import { appendEvent } from '#db/events.ts';
import type { Context } from '#context.ts';
import { cancelIn } from './cancel-jobs.ts';
import { inBlueprint } from './in-blueprint.ts';

export type CellChange = CellValues & { cellIds: string[] };

/** Rows, columns or single cells at once. A cell that is not active any more makes no pictures. */
export async function changeCells(
  context: Context,
  blueprintId: string,
  { cellIds, ...asked }: CellChange,
  actor: string,
): Promise<number> {
  const change = withPlacement(asked);
  if (Object.values(change).every((value) => value === undefined)) return 0;
  return inBlueprint(context, blueprintId, async (trx) => {
    if (change.state !== undefined && change.state !== 'active')
      await cancelIn(context, trx, blueprintId, { cellIds });
    if (change.placement === 'region' && change.region === undefined) {
      const missing = await cellsWithoutRegion(trx, blueprintId, cellIds);
      if (missing > 0) throw noRegion();
    }
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

/** A region is drawn to be used, and without one marks go back to their usual places. */
function withPlacement(change: CellValues): CellValues {
  const { placement, region } = change;
  if (placement === 'region' && region === null) throw noRegion();
  if (placement !== undefined || region === undefined) return change;
  return { ...change, placement: region === null ? 'prior' : 'region' };
}

function noRegion(): AppError {
  return new AppError('bad_request', 'No region is drawn for this cell: draw one, then place marks in it.');
}
