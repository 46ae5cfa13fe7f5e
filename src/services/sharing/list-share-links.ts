import type { ShareLinkRow } from '#db/schema.ts';
import { shareLinksOf } from '#db/share-links.ts';
import type { Context } from '#context.ts';
import { requireRelease } from '../read-release.ts';

/** Those that work first. Throws AppError `not_found`. */
export async function listShareLinks(
  { db }: Pick<Context, 'db'>,
  { blueprintId, number }: { blueprintId: string; number: number },
): Promise<ShareLinkRow[]> {
  const release = await requireRelease(db, blueprintId, number);
  return shareLinksOf(db, release.id, 200);
}
