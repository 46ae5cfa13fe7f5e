import type { FoundForeground } from '#adapters/generator/port.ts';
import type { Mask } from '#core/annotation/mask.ts';
import { findGolden } from '#db/goldens.ts';
import { decodePicture } from '#imaging/codec.ts';
import type { Context } from '#context.ts';
import { noSuchGolden } from './change-golden.ts';

/** Where the product is on a golden image: what is found, and what a person said instead. */
export async function readForeground(
  context: Context,
  goldenId: string,
): Promise<{ found: FoundForeground; marked: Mask | null }> {
  const golden = await findGolden(context.db, goldenId);
  if (golden === undefined) throw noSuchGolden();
  const { picture_hash: hash, foreground_hash: marked } = golden;
  const [found, mask] = await Promise.all([
    context.findForeground({ hash, read: () => context.storage.get(hash) }),
    marked === null ? null : context.storage.get(marked).then(decodePicture),
  ]);
  return { found, marked: mask && { width: mask.width, height: mask.height, data: mask.data } };
}
