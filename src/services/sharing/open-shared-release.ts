import { AppError } from '#core/app-error.ts';
import { findOpenLink, markUsed, type OpenLink } from '#db/share-links.ts';
import type { Context } from '#context.ts';
import { readRelease, type ReleaseWithPoster } from '../read-release.ts';
import { hashShareToken } from './share-token.ts';

export type SharedRelease = ReleaseWithPoster & { link: OpenLink };

/** Throws AppError `not_found`, the same for a link that never was, has expired, or was revoked. */
export async function openSharedRelease({ db }: Pick<Context, 'db'>, token: string): Promise<SharedRelease> {
  const link = await requireOpenLink(db, token);
  await markUsed(db, link.id);
  return { ...(await readRelease({ db }, link.blueprint_id, link.number)), link };
}

export async function requireOpenLink(db: Context['db'], token: string): Promise<OpenLink> {
  const link = await findOpenLink(db, hashShareToken(token));
  if (link === undefined) throw opensNothing();
  return link;
}

function opensNothing(): AppError {
  return new AppError(
    'not_found',
    'This link opens nothing. It may have expired or been taken back, or part of it is missing; ask whoever sent it for another.',
  );
}
