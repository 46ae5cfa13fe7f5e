import { AppError } from '#core/app-error.ts';
import type { CandidateRecord } from '#db/candidate-records.ts';
import { countReasons } from '#db/decisions.ts';
import { type CellSummary, cellSummary } from '#db/cell-summaries.ts';
import { findCell } from '#db/cells.ts';
import { type PromptWithParents, promptsOfCell } from '#db/prompts.ts';
import type { Context } from '#context.ts';
import { candidatePage } from './list-candidates.ts';

export type CellDetail = {
  cell: CellSummary;
  currentPromptId: string;
  prompts: PromptWithParents[];
  rejectedFor: { id: string; count: number }[];
  candidates: CandidateRecord[];
  next: string | null;
};

/** Both only for the cell's own page: more than a person looks at. */
const mostPrompts = 100;
const candidatesAtOnce = 200;

export async function readCell(context: Context, cellId: string): Promise<CellDetail> {
  const found = await findCell(context.db, cellId);
  const cell = await cellSummary(context.db, cellId);
  if (found === undefined || cell === undefined) throw noSuchCell();
  const order = { limit: candidatesAtOnce };
  const { rows, next } = await candidatePage(context.db, found.blueprint_id, { cellId }, order);
  return {
    cell,
    currentPromptId: found.prompt_id,
    prompts: await promptsOfCell(context.db, cellId, mostPrompts),
    rejectedFor: await countReasons(context.db, cellId),
    candidates: rows,
    next,
  };
}

export function noSuchCell(): AppError {
  return new AppError(
    'not_found',
    'There is no such cell. Its golden image or defect may have been removed.',
  );
}
