import type { z } from 'zod';
import type { pixelsSchema } from '#contract/annotation.ts';
import { paintInstances } from '#core/annotation/paint-instances.ts';
import { AppError } from '#core/app-error.ts';
import { type Region, regionVersion } from '#core/blueprint/drawing-options.ts';
import { updateCells } from '#db/cells.ts';
import { appendEvent } from '#db/events.ts';
import { encodeMask } from '#imaging/codec.ts';
import type { Context } from '#context.ts';
import { explainPixels } from '../explain-pixels.ts';
import { inBlueprint } from '../in-blueprint.ts';
import { requireCellRegion } from './read-region.ts';

export type RegionOrder = { basedOn: string | null; areas: z.output<typeof pixelsSchema>[] };

/**
 * Keeps the region that somebody drew in a cell, and places marks in it. Pictures that were queued before keep theirs.
 * Answers its version; `null` when there is none any more. Throws AppError `conflict` when another one than `basedOn` is
 * there: a region has no older versions to go back to.
 */
export async function saveRegion(
  context: Context,
  cellId: string,
  { basedOn, areas }: RegionOrder,
  actor: string,
): Promise<string | null> {
  const cell = await requireCellRegion(context, cellId);
  const region = areas.length === 0 ? null : await context.intake(() => store(context, cell, areas));
  const version = region && regionVersion(region);
  return inBlueprint(context, cell.blueprint_id, async (trx) => {
    const { region: before } = await requireCellRegion({ db: trx }, cellId);
    const there = before && regionVersion(before);
    // An answer that was lost, or two who drew the same.
    if (there === version) return version;
    if (there !== basedOn) {
      throw new AppError(
        'conflict',
        'Somebody changed these areas after you began with them. Look at theirs, or save yours in their place.',
        { details: { version: there } },
      );
    }
    const change = { region, placement: region === null ? 'prior' : 'region' } as const;
    await updateCells(trx, cell.blueprint_id, [cellId], change);
    await appendEvent(trx, {
      blueprintId: cell.blueprint_id,
      type: 'cells_changed',
      actor,
      payload: { cellIds: [cellId], ...change },
    });
    return version;
  });
}

async function store(
  context: Context,
  { width, height }: { width: number; height: number },
  areas: RegionOrder['areas'],
): Promise<Region> {
  const painted = paintInstances(areas, { width, height });
  if ('fault' in painted) {
    throw new AppError('bad_request', explainPixels(painted, 'Area', { width, height }));
  }
  return { mask: await context.storage.put(await encodeMask(painted.mask)) };
}
