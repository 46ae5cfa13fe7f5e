import { AppError } from '#core/app-error.ts';
import { appendEvent } from '#db/events.ts';
import { findGolden, setGoldenScale } from '#db/goldens.ts';
import type { GoldenRow } from '#db/schema.ts';
import type { Context } from '#context.ts';
import { inBlueprint } from './in-blueprint.ts';

/** Sets the scale of a golden image. Pictures that were queued before keep the one they were queued with. */
export async function changeGolden(
  context: Context,
  goldenId: string,
  change: { mmPerPixel: number | null },
  actor: string,
): Promise<GoldenRow> {
  const blueprintId = (await findGolden(context.db, goldenId))?.blueprint_id;
  if (blueprintId === undefined) throw noSuchGolden();
  return inBlueprint(context, blueprintId, async (trx) => {
    await setGoldenScale(trx, goldenId, change.mmPerPixel);
    await appendEvent(trx, { blueprintId, type: 'golden_changed', actor, payload: { goldenId, ...change } });
    const golden = await findGolden(trx, goldenId);
    if (golden === undefined) throw noSuchGolden();
    return golden;
  });
}

export function noSuchGolden(): AppError {
  return new AppError('not_found', 'There is no such golden image. It may have been removed already.');
}
