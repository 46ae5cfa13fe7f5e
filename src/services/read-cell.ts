import { AppError } from '#core/app-error.ts';
import { type CandidateRecord, candidatesOf } from '#db/candidates.ts';
import { type CellSummary, cellSummary, findCell } from '#db/cells.ts';
import { type PromptWithParents, promptsOfCell } from '#db/prompts.ts';
import type { Context } from '#context.ts';

export type CellDetail = { cell: CellSummary; prompts: PromptWithParents[]; candidates: CandidateRecord[] };

export async function readCell(context: Context, cellId: string): Promise<CellDetail> {
  const found = await findCell(context.db, cellId);
  const cell = await cellSummary(context.db, cellId);
  if (found === undefined || cell === undefined) throw noSuchCell();
  return {
    cell,
    prompts: await promptsOfCell(context.db, cellId),
    candidates: await candidatesOf(context.db, found.blueprint_id, { cellId }),
  };
}

export function noSuchCell(): AppError {
  return new AppError(
    'not_found',
    'There is no such cell. Its golden image or defect may have been removed.',
  );
}
