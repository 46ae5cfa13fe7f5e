import { AppError } from '#core/app-error.ts';
import type { LegacyBlueprint } from '#core/legacy/legacy-blueprint.ts';
import type { LegacyPicture } from '#core/legacy/legacy-jobs.ts';
import { findGolden } from '#db/goldens.ts';
import { decodePicture, MAX_LOCAL_BYTES } from '#imaging/codec.ts';
import type { Picture } from '#imaging/picture.ts';
import type { Context } from '#context.ts';
import { storeGolden, type StoredGolden } from '../add-golden.ts';
import { goldenItem, pictureItem } from './legacy-item-key.ts';
import type { LegacyFolder } from './legacy-folder.ts';
import { type StoredPicture, storeLegacyPicture } from './store-legacy-picture.ts';

export type TakenIn = {
  golden: StoredGolden | null;
  pictures: (LegacyPicture & { stored: StoredPicture })[];
};

/** Stores the files that a blueprint names and that were not imported before; rows come afterwards, all at once. */
export async function takeInPictures(
  context: Pick<Context, 'db' | 'storage' | 'intake'>,
  folder: LegacyFolder,
  blueprint: LegacyBlueprint,
  known: ReadonlyMap<string, string>,
  problems: string[],
): Promise<TakenIn> {
  const { image } = blueprint;
  /** Null, and a sentence, for what cannot be used. */
  const attempt = async <T>(what: string, work: () => Promise<T>): Promise<T | null> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'file_refused') throw error;
      problems.push(`${what} was left out. ${error.message}`);
      return null;
    }
  };
  const knownGolden = image === null ? undefined : known.get(goldenItem(image.id));
  const golden =
    image === null || knownGolden !== undefined
      ? null
      : await attempt('Its golden image', async () => {
          const { bytes, name } = await folder.readPicture(image.url);
          const file = { name: image.name || name, bytes };
          return context.intake(() => storeGolden(context, file, { maxBytes: MAX_LOCAL_BYTES }));
        });
  const fresh = blueprint.pictures.filter((picture) => !known.has(pictureItem(picture)));
  const taken: TakenIn = { golden, pictures: [] };
  if (fresh.length === 0) return taken;
  const beside = await goldenPicture(context, golden, knownGolden);
  for (const picture of fresh) {
    const stored = await attempt(`A picture of “${picture.defectName}”`, async () => {
      if (beside === null) throw new AppError('file_refused', 'There is no golden image to hold it against.');
      const file = await folder.readPicture(picture.url);
      return context.intake(() => storeLegacyPicture(context, file, beside));
    });
    if (stored !== null) taken.pictures.push({ ...picture, stored });
  }
  return taken;
}

/** What pictures are compared with: the one that was just stored, or that of an import before. */
async function goldenPicture(
  { db, storage }: Pick<Context, 'db' | 'storage'>,
  stored: StoredGolden | null,
  knownId: string | undefined,
): Promise<Picture | null> {
  const known = knownId === undefined ? undefined : await findGolden(db, knownId);
  const hash = stored?.picture_hash ?? known?.picture_hash;
  return hash === undefined ? null : decodePicture(await storage.get(hash));
}
