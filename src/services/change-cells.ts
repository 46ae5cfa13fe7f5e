import { AppError } from '#core/app-error.ts';
import type { RegionShapes } from '#core/blueprint/drawing-options.ts';
import { type CellValues, updateCells } from '#db/cells.ts';
import { appendEvent } from '#db/events.ts';
import { cellsWithoutRegion } from '#db/regions.ts';
import type { Context } from '#context.ts';
import { cancelIn } from './cancel-jobs.ts';
import { inBlueprint } from './in-blueprint.ts';
import { storeShapes } from './regions/store-shapes.ts';

/** A region in shapes: each cell keeps them as a mask of its golden image's size. */
type AskedValues = Omit<CellValues, 'region'> & { region?: RegionShapes | null };
export type CellChange = AskedValues & { cellIds: string[] };

/** Rows, columns or single cells at once. A cell that is not active any more makes no pictures. */
export async function changeCells(
  context: Context,
  blueprintId: string,
  { cellIds, ...asked }: CellChange,
  actor: string,
): Promise<number> {
  const { region: shapes, ...change } = withPlacement(asked);
  if (shapes === undefined && Object.values(change).every((value) => value === undefined)) return 0;
  const parts = shapes
    ? await storeShapes(context, blueprintId, cellIds, shapes)
    : [{ cellIds, ...(shapes === null && { region: null }) }];
  return inBlueprint(context, blueprintId, async (trx) => {
    if (change.state !== undefined && change.state !== 'active')
      await cancelIn(context, trx, blueprintId, { cellIds });
    if (change.placement === 'region' && shapes === undefined) {
      const missing = await cellsWithoutRegion(trx, blueprintId, cellIds);
      if (missing > 0) throw noRegion();
    }
    let count = 0;
    for (const { cellIds: some, ...region } of parts) {
      const changed = await updateCells(trx, blueprintId, some, { ...change, ...region });
      count += changed.length;
      if (changed.length === 0) continue;
      await appendEvent(trx, {
        blueprintId,
        type: 'cells_changed',
        actor,
        payload: { cellIds: changed, ...change, ...region },
      });
    }
    return count;
  });
}

/** A region is drawn to be used, and without one marks go back to their usual places. */
function withPlacement(change: AskedValues): AskedValues {
  const { placement, region } = change;
  if (placement === 'region' && region === null) throw noRegion();
  if (placement !== undefined || region === undefined) return change;
  return { ...change, placement: region === null ? 'prior' : 'region' };
}

function noRegion(): AppError {
  return new AppError('bad_request', 'No region is drawn for this cell: draw one, then place marks in it.');
}
