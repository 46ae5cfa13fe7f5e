import type { GeneratedPicture } from '#adapters/generator/port.ts';
import { AppError } from '#core/app-error.ts';
import type { Context } from '#context.ts';
import { letGo } from '#imaging/scratch.ts';
import { storeThumbnails, type ThumbnailHashes } from '../store-thumbnails.ts';

export type StoredPicture = {
  readonly picture: string;
  readonly mask: string;
  readonly thumbnails: ThumbnailHashes;
  readonly credentials: string | null;
};

/** Why a picture that is there could not be kept: as soon as the disk is mended, the same works. */
export type Unstored = { retryable: true; code: string; message: string };

/**
 * Stores the files of a picture, before any row names them. A disk that does not take them is the caller's matter: what was
 * drawn here is drawn again, what was bought is not bought again. The memory of what is stored is given back: of a generator that
 * draws here, this thread did little else than to collect it.
 */
export async function storePicture(
  context: Context,
  result: GeneratedPicture,
): Promise<StoredPicture | { unstored: Unstored }> {
  try {
    const [picture, mask, thumbnails, credentials] = await Promise.all([
      context.storage.put(result.picture),
      context.storage.put(result.mask),
      storeThumbnails(context, result.thumbnails),
      result.credentials ? context.storage.put(result.credentials) : null,
    ]);
    letGo(result.picture, result.mask, result.thumbnails.small, result.thumbnails.large);
    return { picture, mask, thumbnails, credentials };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { unstored: { retryable: true, code: error.code, message: error.message } };
  }
}
