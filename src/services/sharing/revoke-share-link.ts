import { AppError } from '#core/app-error.ts';
import { appendEvent } from '#db/events.ts';
import type { ShareLinkRow } from '#db/schema.ts';
import { findShareLink, markRevoked } from '#db/share-links.ts';
import type { Context } from '#context.ts';
import { inBlueprint } from '../in-blueprint.ts';

/** Takes a link back; again changes nothing. Throws AppError `not_found`. */
export async function revokeShareLink(
  context: Pick<Context, 'db'>,
  id: string,
  actor: string,
): Promise<ShareLinkRow> {
  const found = await findShareLink(context.db, id);
  if (found === undefined) throw noSuchLink();
  return inBlueprint(context, found.blueprint_id, async (trx) => {
    const before = await findShareLink(trx, id);
    if (before === undefined) throw noSuchLink();
    if (before.revoked_at !== null) return before;
    await markRevoked(trx, id);
    const payload = { number: before.number, linkId: id };
    await appendEvent(trx, { blueprintId: before.blueprint_id, type: 'share_link_revoked', actor, payload });
    return (await findShareLink(trx, id)) ?? before;
  });
}

function noSuchLink(): AppError {
  return new AppError('not_found', 'There is no such link. Its blueprint may have been deleted.');
}
