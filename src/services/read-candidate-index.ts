import { type CandidateIndexRow, candidateIndexOf, promptTexts } from '#db/candidate-index.ts';
import type { Context } from '#context.ts';
import { ordinalSchema, type PageOrder, readPage, writeMarker } from './page.ts';
import { requireBlueprint } from './read-board.ts';

export type CandidateIndex = {
  rows: CandidateIndexRow[];
  /** Those that the rows name. */
  prompts: { id: string; text: string }[];
  /** The place of the last row. */
  newest: string | null;
  hasMore: boolean;
};

/** Candidates in short, in the order they were made. Throws AppError `not_found`. */
export async function readCandidateIndex(
  { db }: Pick<Context, 'db'>,
  blueprintId: string,
  order: PageOrder,
): Promise<CandidateIndex> {
  await requireBlueprint(db, blueprintId);
  const place = { schema: ordinalSchema, of: ({ ordinal }: CandidateIndexRow) => ({ ordinal }) };
  const { rows, next } = await readPage(order, place, (page) => candidateIndexOf(db, blueprintId, page));
  const last = rows.at(-1);
  const prompts = [...new Set(rows.flatMap(({ prompt_id }) => prompt_id ?? []))];
  return {
    rows,
    prompts: await promptTexts(db, prompts),
    newest: last === undefined ? null : writeMarker(place.of(last)),
    hasMore: next !== null,
  };
}
