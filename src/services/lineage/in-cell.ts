import { AppError } from '#core/app-error.ts';
import type { Blueprint } from '#db/blueprints.ts';
import { findCell } from '#db/cells.ts';
import { promptsIn } from '#db/lineage.ts';
import type { Trx } from '#db/schema.ts';
import type { Context } from '#context.ts';
import { inBlueprint } from '../in-blueprint.ts';
import { noSuchCell } from '../read-cell.ts';

type Cell = NonNullable<Awaited<ReturnType<typeof findCell>>>;
type Prompt = Awaited<ReturnType<typeof promptsIn>>[number];

/**
 * One change of a cell's lineage under its blueprint's lock, with the prompts that it is about. Throws AppError
 * `not_found` for a cell that is gone, or a prompt that is not the cell's.
 */
export async function inCell<T>(
  context: Context,
  cellId: string,
  promptIds: string[],
  work: (trx: Trx, found: { cell: Cell; prompts: Prompt[]; blueprint: Blueprint }) => Promise<T>,
): Promise<T> {
  const blueprintId = (await findCell(context.db, cellId))?.blueprint_id;
  if (blueprintId === undefined) throw noSuchCell();
  return inBlueprint(context, blueprintId, async (trx, blueprint) => {
    // Read again under the lock: the current prompt may be another meanwhile.
    const cell = await findCell(trx, cellId);
    if (cell === undefined) throw noSuchCell();
    const prompts = await promptsIn(trx, cellId, promptIds);
    if (prompts.length !== new Set(promptIds).size) {
      throw new AppError(
        'not_found',
        'This cell has no such description. Open its history again, and choose one from there.',
      );
    }
    return work(trx, { cell, prompts, blueprint });
  });
}
