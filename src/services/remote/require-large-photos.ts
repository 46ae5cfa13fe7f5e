import { AppError } from '#core/app-error.ts';
import { explainSmallPhotos } from '#core/remote/explain-small-photos.ts';
import { goldensOf } from '#db/goldens.ts';
import type { Trx } from '#db/schema.ts';

/** Throws AppError `not_ready` where one of the blueprint's golden images that are asked for is too small to be painted on. */
export async function requireLargePhotos(
  trx: Trx,
  blueprintId: string,
  goldenIds: readonly string[],
): Promise<void> {
  const asked = new Set(goldenIds);
  const goldens = await goldensOf(trx, blueprintId);
  const sentence = explainSmallPhotos(goldens.filter(({ id }) => asked.has(id)));
  if (sentence !== null) throw new AppError('not_ready', sentence);
}
