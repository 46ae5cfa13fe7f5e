import { jobSeed } from '#core/blueprint/plan-jobs.ts';
import type { RemoteAttempt } from '#db/remote-attempts.ts';
import { delayRemoteJob, reseedJob } from '#db/remote-jobs.ts';
import { type Bill, settleMoney } from '#db/spending.ts';
import type { Trx } from '#db/schema.ts';
import type { Context, Settlement } from '#context.ts';
import type { Attempt } from '../generation/attempt.ts';

/** Where the provider surely did not accept it. */
export const free: Bill = { micros: 0, units: null, isEstimate: false };

/** What was put aside for it: for what is bought, or may be, and no bill says for how much. */
export function expectedBill({ estimate_micros: micros }: Pick<RemoteAttempt, 'estimate_micros'>): Bill {
  return { micros: Number(micros), units: null, isEstimate: true };
}

/**
 * How a remote try ends inside the transaction that ends it: its books are closed, and the job, if it is to be
 * tried again, waits in its own row. With a `newSeed` the next try differs.
 */
export function remoteSettlement(
  context: Context,
  { id, jobId, work }: Attempt,
  bill: Bill,
  options: { newSeed?: boolean } = {},
): Settlement {
  const settle = (trx: Trx): Promise<void> => settleMoney(trx, [{ attemptId: id, ...bill }]);
  return {
    complete: settle,
    async retryLater(trx) {
      await settle(trx);
      if (options.newSeed) await reseedJob(trx, jobId, jobSeed(work.seed, 'again', 0));
      await delayRemoteJob(trx, jobId, context.now());
    },
    // Cancelled or not, what it cost is known now.
    tooLate: settle,
  };
}
