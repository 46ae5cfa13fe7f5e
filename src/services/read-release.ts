import { AppError } from '#core/app-error.ts';
import type { Poster } from '#core/blueprint/poster.ts';
import { changesSince, findPoster, findRelease, type ReleaseChanges } from '#db/releases.ts';
import type { Db, ReleaseRow } from '#db/schema.ts';
import type { Context } from '#context.ts';

export type ReleaseWithPoster = { release: ReleaseRow; poster: Poster; changes: ReleaseChanges | null };

/** Throws AppError `not_found`. */
export async function readRelease(
  { db }: Pick<Context, 'db'>,
  blueprintId: string,
  number: number,
): Promise<ReleaseWithPoster> {
  const release = await requireRelease(db, blueprintId, number);
  const poster = await findPoster(db, release.id);
  if (poster === null) {
    throw new AppError(
      'not_found',
      `Release ${number} was made before releases kept a poster. Its export works as ever; finish again for a poster.`,
    );
  }
  return { release, poster, changes: await changesSince(db, release) };
}

/** Throws AppError `not_found`. */
export async function requireRelease(db: Db, blueprintId: string, number: number): Promise<ReleaseRow> {
  const release = await findRelease(db, blueprintId, number);
  if (release === undefined) {
    throw new AppError('not_found', `There is no release ${number} of this blueprint.`);
  }
  return release;
}
