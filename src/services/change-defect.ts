import { type Defect, findDefect, updateDefect } from '#db/defects.ts';
import { appendEvent } from '#db/events.ts';
import type { Context } from '#context.ts';
import { inBlueprint } from './in-blueprint.ts';
import { noSuchDefect } from './remove-defect.ts';

/** Whether it is drawn by its real samples. Pictures that were queued before keep what they were queued with. */
export async function changeDefect(
  context: Context,
  defectId: string,
  { useFit }: { useFit: boolean },
  actor: string,
): Promise<Defect> {
  const blueprintId = (await findDefect(context.db, defectId))?.blueprint_id;
  if (blueprintId === undefined) throw noSuchDefect();
  return inBlueprint(context, blueprintId, async (trx) => {
    await updateDefect(trx, defectId, { use_fit: useFit });
    const defect = await findDefect(trx, defectId);
    if (defect === undefined) throw noSuchDefect();
    await appendEvent(trx, { blueprintId, type: 'defect_changed', actor, payload: { defectId, useFit } });
    return defect;
  });
}
