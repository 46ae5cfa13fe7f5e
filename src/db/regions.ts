import type { Region } from '#core/blueprint/drawing-options.ts';
import { sql } from 'kysely';
import type { Db, Trx } from './schema.ts';

/** A cell's region and the golden image that it lies in; size in pixels. */
export type CellRegion = {
  cell_id: string;
  blueprint_id: string;
  golden_name: string;
  width: number;
  height: number;
  region: Region | null;
};

/** Of the cells that are there; those of removed golden images and defects are left out. */
export async function regionsOfCells(db: Db, cellIds: string[]): Promise<CellRegion[]> {
  return db
    .selectFrom('cell')
    .innerJoin('golden_image', 'golden_image.id', 'cell.golden_id')
    .innerJoin('defect', 'defect.id', 'cell.defect_id')
    .where((where) => where('cell.id', '=', sql<string>`any(${cellIds}::uuid[])`))
    .where('golden_image.removed_at', 'is', null)
    .where('defect.removed_at', 'is', null)
    .select([
      'cell.id as cell_id',
      'cell.blueprint_id',
      'golden_image.name as golden_name',
      'golden_image.width',
      'golden_image.height',
      'cell.region',
    ])
    .execute();
}

/** How many of the cells have no region to place marks in. */
export async function cellsWithoutRegion(trx: Trx, blueprintId: string, cellIds: string[]): Promise<number> {
  const row = await trx
    .selectFrom('cell')
    .select((select) => select.fn.countAll<string>().as('count'))
    .where('blueprint_id', '=', blueprintId)
    .where((where) => where('id', '=', sql<string>`any(${cellIds}::uuid[])`))
    .where('region', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}
