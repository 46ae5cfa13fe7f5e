import { AppError } from '#core/app-error.ts';
import { annotationMask, candidateFile } from '#db/candidates.ts';
import { goldenFile } from '#db/goldens.ts';
import { idOnPoster, type PosterPart } from '#db/share-links.ts';
import type { Db } from '#db/schema.ts';
import type { Context } from '#context.ts';
import { requireOpenLink } from './open-shared-release.ts';

const hashOf: Record<PosterPart, (db: Db, id: string) => Promise<string | undefined>> = {
  golden: async (db, id) => {
    const files = await goldenFile(db, id);
    return files?.large_thumbnail_hash ?? files?.thumbnail_hash;
  },
  candidate: async (db, id) => (await candidateFile(db, id))?.picture_hash,
  annotation: annotationMask,
};

/**
 * The stored file of a picture on the poster that a link opens. It is asked for by its place (0, 1, …) there, so no
 * other picture has an address at all. Throws AppError `not_found`.
 */
export async function findSharedPicture(
  { db }: Pick<Context, 'db'>,
  token: string,
  part: PosterPart,
  place: number,
): Promise<string> {
  const link = await requireOpenLink(db, token);
  const id = await idOnPoster(db, link.release_id, part, place);
  const hash = id === null ? undefined : await hashOf[part](db, id);
  if (hash === undefined) throw new AppError('not_found', 'There is no picture at this place of the poster.');
  return hash;
}
