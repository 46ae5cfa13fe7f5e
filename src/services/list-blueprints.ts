import { type BlueprintFilter, blueprintSummaries, type BlueprintSummary } from '#db/blueprint-list.ts';
import type { Context } from '#context.ts';
import { momentSchema, type Page, type PageOrder, readPage } from './page.ts';

/** Newest change first. */
export async function listBlueprints(
  { db }: Pick<Context, 'db'>,
  { after, limit, ...filter }: BlueprintFilter & PageOrder,
): Promise<Page<BlueprintSummary>> {
  const place = { schema: momentSchema, of: ({ micros, id }: BlueprintSummary) => ({ micros, id }) };
  return readPage({ after, limit }, place, (page) => blueprintSummaries(db, filter, page));
}
