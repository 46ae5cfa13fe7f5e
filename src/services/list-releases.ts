import { z } from 'zod';
import { releasesOf } from '#db/releases.ts';
import type { ReleaseRow } from '#db/schema.ts';
import type { Context } from '#context.ts';
import { type Page, type PageOrder, readPage } from './page.ts';
import { requireBlueprint } from './read-board.ts';

const placeSchema = z.object({ number: z.int().min(1).max(1e9) });

/** Newest first. Throws AppError `not_found`. */
export async function listReleases(
  { db }: Pick<Context, 'db'>,
  blueprintId: string,
  order: PageOrder,
): Promise<Page<ReleaseRow>> {
  await requireBlueprint(db, blueprintId);
  const place = { schema: placeSchema, of: ({ number }: ReleaseRow) => ({ number }) };
  return readPage(order, place, (page) => releasesOf(db, blueprintId, page));
}
