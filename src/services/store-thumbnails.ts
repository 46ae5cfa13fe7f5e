import type { Thumbnails } from '#imaging/thumbnail.ts';
import type { Context } from '#context.ts';

/** As a candidate's row names them. */
export type ThumbnailHashes = { readonly thumbnail_hash: string; readonly large_thumbnail_hash: string };

/** Keeps both sizes. */
export async function storeThumbnails(
  { storage }: Pick<Context, 'storage'>,
  { small, large }: Thumbnails,
): Promise<ThumbnailHashes> {
  const [thumbnail_hash, large_thumbnail_hash] = await Promise.all([
    storage.put(small),
    large === small ? null : storage.put(large),
  ]);
  return { thumbnail_hash, large_thumbnail_hash: large_thumbnail_hash ?? thumbnail_hash };
}
