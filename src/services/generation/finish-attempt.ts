import type { GeneratedPicture } from '#adapters/generator/port.ts';
import type { CellWork } from '#db/jobs.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Context, Settlement } from '#context.ts';
import { type Attempt, holdJob } from './attempt.ts';
import { keepPictures } from './keep-pictures.ts';
import { storePicture, type Unstored } from './store-picture.ts';

/** Stores a picture that was made elsewhere, then makes it a candidate: files first, so that no row names a missing one. */
export async function finishAttempt(
  context: Context,
  attempt: Attempt<CellWork>,
  result: GeneratedPicture,
  settlement: Settlement,
): Promise<Unstored | null> {
  const stored = await storePicture(context, result);
  if ('unstored' in stored) return stored.unstored;
  const ended = await inTransaction(context.db, async (trx) => {
    if ((await holdJob(trx, attempt)) === null) return null;
    const [closed] = await keepPictures(context, trx, [{ attempt, result, stored, origin: 'comparison' }]);
    if (closed) await settlement.complete(trx);
    else await settlement.tooLate?.(trx);
    return closed ?? null;
  });
  const { generator } = attempt.work;
  if (ended !== null) context.metrics.attemptEnded({ generator, outcome: 'succeeded', code: '', ...ended });
  return null;
}
