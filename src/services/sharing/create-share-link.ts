import { randomUUID } from 'node:crypto';
import { AppError } from '#core/app-error.ts';
import { appendEvent } from '#db/events.ts';
import type { ShareLinkRow } from '#db/schema.ts';
import { countWorkingLinks, insertShareLink } from '#db/share-links.ts';
import type { Context } from '#context.ts';
import { inBlueprint } from '../in-blueprint.ts';
import { readRelease } from '../read-release.ts';
import { hashShareToken, newShareToken } from './share-token.ts';

const mostWorking = 100;
const dayMs = 86_400_000;

/** The token is told to whoever asked, and then forgotten. Throws AppError `not_found`, `conflict`. */
export async function createShareLink(
  context: Context,
  { blueprintId, number }: { blueprintId: string; number: number },
  { days, withPrompts }: { days: number; withPrompts: boolean },
  actor: string,
): Promise<{ link: ShareLinkRow; token: string }> {
  return inBlueprint(context, blueprintId, async (trx) => {
    const { release } = await readRelease({ db: trx }, blueprintId, number);
    if ((await countWorkingLinks(trx, release.id)) >= mostWorking) {
      throw new AppError(
        'conflict',
        `Release ${number} has ${mostWorking} links that work. Revoke one that is not needed any more.`,
      );
    }
    const token = newShareToken();
    const link = await insertShareLink(trx, {
      id: randomUUID(),
      release_id: release.id,
      token_hash: hashShareToken(token),
      with_prompts: withPrompts,
      author: actor,
      expires_at: new Date(context.now().getTime() + days * dayMs),
    });
    const payload = { number, linkId: link.id };
    await appendEvent(trx, { blueprintId, type: 'share_link_created', actor, payload });
    return { link, token };
  });
}
