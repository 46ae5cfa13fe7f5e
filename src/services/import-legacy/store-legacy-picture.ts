import { packRegion, type PackedRegion } from '#core/annotation/packed-region.ts';
import { AppError } from '#core/app-error.ts';
import type { SyntheticSourceType } from '#core/dataset/source-type.ts';
import { decodeUpload, encodeMask, encodePng, makeThumbnails, MAX_LOCAL_BYTES } from '#imaging/codec.ts';
import { comparePictures, type Comparison } from '#imaging/compare/compare-pictures.ts';
import { markSource } from '#imaging/mark-source.ts';
import type { Picture } from '#imaging/picture.ts';
import type { Context } from '#context.ts';
import { storeThumbnails, type ThumbnailHashes } from '../store-thumbnails.ts';

export type StoredPicture = ThumbnailHashes & {
  picture_hash: string;
  source_type: SyntheticSourceType;
  mask_hash: string;
  width: number;
  height: number;
  area: number;
  regions: PackedRegion[];
  confidence: number;
};

const byHand = 'Upload it in its cell with a box around the defect, if it is wanted.';

/**
 * Keeps a picture that the prototype made, with the mask of what differs from its golden image, found at the picture's
 * own resolution. Throws AppError `file_refused` where no defect can be told.
 */
export async function storeLegacyPicture(
  { storage }: Pick<Context, 'storage'>,
  file: { name: string; bytes: Uint8Array },
  golden: Picture,
): Promise<StoredPicture> {
  const { picture } = await decodeUpload(file.bytes, file.name, MAX_LOCAL_BYTES);
  const { mask, regions, confidence } = compare(file.name, picture, golden);
  const [picture_hash, mask_hash, thumbnails] = await Promise.all([
    encodePng(picture).then((png) => storage.put(markSource(png, 'compositeSynthetic'))),
    encodeMask(mask).then((bytes) => storage.put(bytes)),
    makeThumbnails(picture).then((files) => storeThumbnails({ storage }, files)),
  ]);
  return {
    picture_hash,
    mask_hash,
    ...thumbnails,
    source_type: 'compositeSynthetic',
    width: picture.width,
    height: picture.height,
    area: regions.reduce((sum, { area }) => sum + area, 0),
    regions: regions.map(packRegion),
    confidence,
  };
}

function compare(name: string, picture: Picture, golden: Picture): Comparison {
  let found: Comparison;
  try {
    // The other way round than for a new picture: the mask has to fit this one, shifted or scaled as it is.
    found = comparePictures(picture, golden);
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    const sizes = `${picture.width} x ${picture.height} px and its golden image ${golden.width} x ${golden.height} px`;
    throw refusal(`“${name}” has ${sizes}, so the defect cannot be found by comparing them.`, cause);
  }
  if (found.verdict === 'changed') return found;
  const why =
    found.verdict === 'unchanged'
      ? 'shows nothing that visibly differs from its golden image'
      : 'differs from its golden image nearly everywhere, so no defect stands out';
  throw refusal(`“${name}” ${why}.`);
}

function refusal(sentence: string, cause?: unknown): AppError {
  return new AppError('file_refused', `${sentence} ${byHand}`, { cause });
}
