import { randomUUID } from 'node:crypto';
import { AppError } from '#core/app-error.ts';
import type { PreferenceVerdict } from '#core/review/preference.ts';
import { appendEvent } from '#db/events.ts';
import { ratedPictures } from '#db/lineage.ts';
import { insertPreference, preferencesOf } from '#db/preferences.ts';
import type { Context } from '#context.ts';
import { inCell } from '../lineage/in-cell.ts';

/** Throws AppError `not_found`, `bad_request`. */
export async function recordPreference(
  context: Context,
  cellId: string,
  { leftId, rightId, verdict }: { leftId: string; rightId: string; verdict: PreferenceVerdict },
  actor: string,
): Promise<void> {
  await inCell(context, cellId, [], async (trx, { cell }) => {
    const pictures = await ratedPictures(trx, cellId);
    const [left, right] = [leftId, rightId].map((id) => pictures.find((picture) => picture.id === id));
    if (left === undefined || right === undefined) {
      throw new AppError(
        'not_found',
        'One of these pictures is not in this cell any more. Reload, and compare what is there.',
      );
    }
    if (left.prompt_id === right.prompt_id) {
      throw new AppError(
        'bad_request',
        'Both pictures were made from the same description. Compare pictures of two different ones.',
      );
    }
    const first = (await preferencesOf(trx, cellId)).find(
      (one) =>
        one.author === actor && one.left_id === rightId && one.right_id === leftId && one.repeats_id === null,
    );
    const id = randomUUID();
    await insertPreference(trx, {
      id,
      cell_id: cellId,
      left_id: leftId,
      right_id: rightId,
      verdict,
      repeats_id: first?.id ?? null,
      author: actor,
    });
    const payload = { cellId, preferenceId: id, leftId, rightId, verdict };
    await appendEvent(trx, { blueprintId: cell.blueprint_id, type: 'preference_recorded', actor, payload });
  });
}

/** Adds that an own answer counts no more. Throws AppError `not_found`. */
export async function withdrawPreference(
  context: Context,
  cellId: string,
  preferenceId: string,
  actor: string,
): Promise<void> {
  await inCell(context, cellId, [], async (trx, { cell }) => {
    const found = (await preferencesOf(trx, cellId)).find(
      (one) => one.id === preferenceId && one.author === actor,
    );
    if (found === undefined) {
      throw new AppError(
        'not_found',
        'There is no such answer of yours, or it was taken back already. Reload to see which ones count.',
      );
    }
    await insertPreference(trx, {
      id: randomUUID(),
      cell_id: cellId,
      left_id: found.left_id,
      right_id: found.right_id,
      verdict: 'withdrawn',
      cancels_id: preferenceId,
      author: actor,
    });
    const payload = { cellId, preferenceId, verdict: 'withdrawn' };
    await appendEvent(trx, { blueprintId: cell.blueprint_id, type: 'preference_recorded', actor, payload });
  });
}
