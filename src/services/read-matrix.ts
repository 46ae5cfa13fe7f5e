import type { Blueprint } from '#db/blueprints.ts';
import { type MatrixCell, matrixCells } from '#db/cell-summaries.ts';
import { type Defect, defectsOf } from '#db/defects.ts';
import { type Golden, goldensOf } from '#db/goldens.ts';
import type { Db } from '#db/schema.ts';
import { requireBlueprint } from './read-board.ts';

export type Matrix = { blueprint: Blueprint; goldens: Golden[]; defects: Defect[]; cells: MatrixCell[] };

/**
 * What a blueprint is made of, whatever its cells hold: counting jobs and pictures is most of the time that reading its board
 * takes. Throws AppError `not_found`.
 */
export async function matrixIn(db: Db, blueprintId: string): Promise<Matrix> {
  return {
    blueprint: await requireBlueprint(db, blueprintId),
    goldens: await goldensOf(db, blueprintId),
    defects: await defectsOf(db, blueprintId),
    cells: await matrixCells(db, blueprintId),
  };
}
