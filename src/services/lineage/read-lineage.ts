import { type PhraseStatistic, phraseStatistics } from '#core/lineage/phrase-statistics.ts';
import { findCell } from '#db/cells.ts';
import { countPrompts, type LineageNode, lineageOfCell } from '#db/lineage.ts';
import type { Context } from '#context.ts';
import { noSuchCell } from '../read-cell.ts';

export type Lineage = {
  cellId: string;
  currentPromptId: string;
  nodes: LineageNode[];
  total: number;
  phrases: PhraseStatistic[];
};

/** More than a person looks through; the export has all. */
const mostNodes = 1000;

/** Throws AppError `not_found`. */
export async function readLineage(context: Context, cellId: string): Promise<Lineage> {
  const cell = await findCell(context.db, cellId);
  if (cell === undefined) throw noSuchCell();
  const nodes = await lineageOfCell(context.db, cellId, mostNodes);
  return {
    cellId,
    currentPromptId: cell.prompt_id,
    nodes,
    total: nodes.length < mostNodes ? nodes.length : await countPrompts(context.db, cellId),
    phrases: phraseStatistics(nodes, context.families),
  };
}
