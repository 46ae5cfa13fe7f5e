import { findRegions } from '#core/annotation/find-regions.ts';
import type { Mask } from '#core/annotation/mask.ts';
import { packRegion, type PackedRegion } from '#core/annotation/packed-region.ts';
import { uniteRegions, type Region as Part } from '#core/annotation/region.ts';
import { type Region, regionVersion } from '#core/blueprint/drawing-options.ts';
import { type CellRegion, regionsOfCells } from '#db/regions.ts';
import { decodeMask } from '#imaging/codec.ts';
import type { Context } from '#context.ts';
import { noSuchCell } from '../read-cell.ts';
import { maskOfShapes } from './mask-of-shapes.ts';

/** More would be a list that nobody reads, and its parts are still the region. */
const mostParts = 1000;

/** Where marks may be placed in a cell, in parts that do not touch. */
export async function readRegion(
  context: Pick<Context, 'db' | 'storage' | 'intake'>,
  cellId: string,
): Promise<{ version: string | null; width: number; height: number; areas: PackedRegion[] }> {
  const { width, height, region } = await requireCellRegion(context, cellId);
  if (region === null) return { version: null, width, height, areas: [] };
  const areas = await context.intake(async () =>
    partsOf(await readMask(context, region, { width, height })).map(packRegion),
  );
  return { version: regionVersion(region), width, height, areas };
}

/** Throws AppError `not_found`. */
export async function requireCellRegion({ db }: Pick<Context, 'db'>, cellId: string): Promise<CellRegion> {
  const [cell] = await regionsOfCells(db, [cellId]);
  if (cell === undefined) throw noSuchCell();
  return cell;
}

async function readMask(
  { storage }: Pick<Context, 'storage'>,
  region: Region,
  size: { width: number; height: number },
): Promise<Mask> {
  return 'mask' in region ? decodeMask(await storage.get(region.mask), size) : maskOfShapes(region, size);
}

function partsOf(mask: Mask): readonly Part[] {
  const [first, ...others] = findRegions(mask);
  if (first === undefined) return [];
  return others.length < mostParts ? [first, ...others] : [uniteRegions([first, ...others])];
}
