import { AppError } from '#core/app-error.ts';
import { sameName } from '#core/blueprint/names.ts';
import { fingerprintDistance } from '#core/dataset/fingerprint.ts';
import type { Golden } from '#db/goldens.ts';
import { shrinkPicture } from '#imaging/codec.ts';
import { takeFingerprint } from '#imaging/fingerprint.ts';
import type { Picture } from '#imaging/picture.ts';
import type { Context } from '#context.ts';
import { readFingerprints } from '../read-fingerprints.ts';

/** Finds the golden image of the view that a real picture shows. */
export type FindView = (picture: Picture) => Promise<Golden>;

/** That of the thumbnails which the golden images' fingerprints are taken from. */
const thumbnailSide = 320;

/**
 * A real bad part was never photographed without its defect, so a picture of it has no golden image; it is kept in
 * the row of the view that it looks most like, or of the one that is named (or given by its id). Nothing but the row follows from
 * that. Throws AppError `not_ready` without golden images, and `bad_request` for a name that is none.
 */
export async function createViewFinder(
  context: Pick<Context, 'db' | 'storage'>,
  goldens: readonly Golden[],
  name: string | null,
): Promise<FindView> {
  const [first] = goldens;
  if (first === undefined) {
    throw new AppError(
      'not_ready',
      'The blueprint has no golden image yet, and pictures are kept by the view that they show. Add one first.',
    );
  }
  if (name !== null) {
    const named = goldens.find(({ id }) => id === name) ?? goldens.find((each) => sameName(each.name, name));
    if (named !== undefined) return async () => named;
    const known = goldens.map((golden) => golden.name).join(', ');
    throw new AppError('bad_request', `There is no golden image “${name}”. There are: ${known}.`);
  }
  const prints = await readFingerprints(
    context,
    goldens.map(({ id, thumbnail_hash: thumbnailHash, width, height }) => ({
      key: id,
      thumbnailHash,
      width,
      height,
      boxes: [],
    })),
  );
  return async (picture) => {
    const print = takeFingerprint(await shrinkPicture(picture, thumbnailSide), []).picture;
    let nearest = first;
    let least = Infinity;
    for (const golden of goldens) {
      const other = prints.get(golden.id)?.picture;
      const distance = other === undefined ? Infinity : fingerprintDistance(print, other);
      if (distance < least) [nearest, least] = [golden, distance];
    }
    return nearest;
  };
}
