import type { AttemptStage } from '#db/schema/job-tables.ts';
import type { Bill } from '#db/spending.ts';
import type { Context } from '#context.ts';
import type { Attempt } from '../generation/attempt.ts';
import { failAttempt } from '../generation/fail-attempt.ts';
import { remoteSettlement } from './remote-settlement.ts';

/**
 * Closes a remote try that brought no picture, and its books. The job is ordered again where the same may work at
 * another moment, and once where another seed may; else it has failed.
 */
export async function failRemote(
  context: Context,
  attempt: Attempt,
  failure: { retryable: boolean; code: string; message: string; newSeed?: boolean; stage?: AttemptStage },
  bill: Bill,
): Promise<void> {
  const newSeed = failure.newSeed === true && !attempt.work.reseeded;
  await failAttempt(
    context,
    attempt,
    { ...failure, retryable: failure.retryable || newSeed },
    remoteSettlement(context, attempt, bill, { newSeed }),
  );
}
