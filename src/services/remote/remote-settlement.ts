import { jobSeed } from '#core/blueprint/plan-jobs.ts';
import { delayRemoteJob, reseedJob } from '#db/remote-jobs.ts';
import { settleMoney } from '#db/spending.ts';
import type { Context, Settlement } from '#context.ts';

/** What a try cost. Nothing, where the provider surely did not accept it. */
export type Bill = { micros: number; units: number | null; isEstimate: boolean };

export const free: Bill = { micros: 0, units: null, isEstimate: false };

/**
 * How a remote try ends inside the transaction that ends it: its books are closed, and the job, if it is to be
 * tried again, waits in its own row. With a `newSeed` the next try differs.
 */
export function remoteSettlement(
  context: Context,
  attempt: { id: string; jobId: string; seed: number },
  bill: Bill,
  options: { newSeed?: boolean } = {},
): Settlement {
  return {
    complete: (trx) => settleMoney(trx, attempt.id, bill),
    async retryLater(trx) {
      await settleMoney(trx, attempt.id, bill);
      if (options.newSeed) await reseedJob(trx, attempt.jobId, jobSeed(attempt.seed, 'again', 0));
      await delayRemoteJob(trx, attempt.jobId, context.now());
    },
    // Cancelled or not, what it cost is known now.
    tooLate: (trx) => settleMoney(trx, attempt.id, bill),
  };
}
