import { AppError } from '#core/app-error.ts';
import { changeReasons, usualReasons } from '#core/review/reason-list.ts';
import { type Defect, findDefect, updateDefect } from '#db/defects.ts';
import { appendEvent } from '#db/events.ts';
import type { Context } from '#context.ts';
import { inBlueprint } from './in-blueprint.ts';
import { noSuchDefect } from './remove-defect.ts';

/**
 * Why pictures of a defect may be rejected, in the order of the digits. Those left out are retired: decisions that name
 * them keep their words. Throws AppError `not_found`, `bad_request`.
 */
export async function changeRejectReasons(
  context: Context,
  defectId: string,
  wanted: readonly { id?: string | undefined; label: string }[],
  actor: string,
): Promise<Defect> {
  const blueprintId = (await findDefect(context.db, defectId))?.blueprint_id;
  if (blueprintId === undefined) throw noSuchDefect();
  return inBlueprint(context, blueprintId, async (trx) => {
    const defect = await findDefect(trx, defectId);
    if (defect === undefined) throw noSuchDefect();
    const changed = changeReasons(defect.reject_reasons ?? usualReasons, wanted);
    if (!changed.ok) throw new AppError('bad_request', changed.message);
    await updateDefect(trx, defectId, { reject_reasons: JSON.stringify(changed.list) });
    const payload = { defectId, rejectReasons: changed.list };
    await appendEvent(trx, { blueprintId, type: 'defect_changed', actor, payload });
    return { ...defect, reject_reasons: changed.list };
  });
}
