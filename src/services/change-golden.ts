import { type PackedMask, unpackMask } from '#core/annotation/packed-mask.ts';
import { AppError } from '#core/app-error.ts';
import { appendEvent } from '#db/events.ts';
import { findGolden, type Golden, updateGolden } from '#db/goldens.ts';
import { encodeMask } from '#imaging/codec.ts';
import type { Context } from '#context.ts';
import { inBlueprint } from './in-blueprint.ts';

export type GoldenChange = { mmPerPixel?: number | null; foreground?: PackedMask | null };

/** Scale, and where the product is. Pictures that were queued before keep what they were queued with. */
export async function changeGolden(
  context: Context,
  goldenId: string,
  { mmPerPixel, foreground }: GoldenChange,
  actor: string,
): Promise<Golden> {
  const before = await findGolden(context.db, goldenId);
  if (before === undefined) throw noSuchGolden();
  if (mmPerPixel === undefined && foreground === undefined) return before;
  const hash = foreground ? await storeForeground(context, foreground) : foreground;
  return inBlueprint(context, before.blueprint_id, async (trx) => {
    await updateGolden(trx, goldenId, {
      ...(mmPerPixel !== undefined && { mm_per_pixel: mmPerPixel }),
      ...(hash !== undefined && { foreground_hash: hash }),
    });
    const golden = await findGolden(trx, goldenId);
    if (golden === undefined) throw noSuchGolden();
    await appendEvent(trx, {
      blueprintId: before.blueprint_id,
      type: 'golden_changed',
      actor,
      payload: { goldenId, mmPerPixel, foreground: hash },
    });
    return golden;
  });
}

/** By its content, as pictures are: jobs carry the hash, however many there are. */
async function storeForeground(context: Context, packed: PackedMask): Promise<string> {
  const mask = unpackMask(packed);
  if (mask === null) {
    throw new AppError(
      'bad_request',
      'The mask of the product was not understood: its run lengths must fill its width and height.',
    );
  }
  if (!mask.data.includes(255)) {
    throw new AppError(
      'bad_request',
      'The mask of the product is empty: mark where the product is, or go back to what was found.',
    );
  }
  return context.storage.put(await encodeMask(mask));
}

export function noSuchGolden(): AppError {
  return new AppError('not_found', 'There is no such golden image. It may have been removed already.');
}
