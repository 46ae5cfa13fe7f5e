import type { Mask } from '#core/annotation/mask.ts';
import { encodeMask, makeThumbnails } from '#imaging/codec.ts';
import type { Picture } from '#imaging/picture.ts';
import type { Context } from '#context.ts';
import type { StoredOwnPicture } from './insert-own-picture.ts';
import { storeThumbnails } from './store-thumbnails.ts';

/** Keeps a real picture (`png`: its pixels and nothing else of its file) with what is marked in it. */
export async function storeOwnPicture(
  { storage }: Pick<Context, 'storage'>,
  picture: Picture,
  png: Uint8Array,
  marked: { readonly mask: Mask; readonly area: number },
): Promise<StoredOwnPicture> {
  const [pictureHash, mask, thumbnails] = await Promise.all([
    storage.put(png),
    encodeMask(marked.mask).then((bytes) => storage.put(bytes)),
    makeThumbnails(picture).then((files) => storeThumbnails({ storage }, files)),
  ]);
  const { width, height } = picture;
  return { picture: pictureHash, mask, thumbnails, width, height, area: marked.area };
}
