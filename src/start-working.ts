import { cancelChannel, workChannel } from '#jobs/boss.ts';
import { keepSweeping } from '#jobs/keep-sweeping.ts';
import { keepWorkingOff } from '#jobs/keep-working-off.ts';
import { startRemoteWorker } from '#jobs/remote-worker.ts';
import { startWorker } from '#jobs/start-worker.ts';
import { datasetChannel } from '#db/dataset-versions.ts';
import { labelChannel } from '#db/label-imports.ts';
import { remoteChannel } from '#db/remote-jobs.ts';
import { prepareVersion } from '#services/delivery/prepare-version.ts';
import { workOnLabels } from '#services/import-labels/work-on-labels.ts';
import type { Config } from './config.ts';
import type { OpenContext } from './open-context.ts';
import type { Part } from './part.ts';

/** One picture is stored and settled while the next is drawn (decision 39). */
const JOBS_A_THREAD = 2;

/** The worker side of a process: pictures drawn here, those made elsewhere, and what has to be looked after. */
export async function startWorking(
  { context, boss, isAlone, databaseUrl }: Pick<OpenContext, 'context' | 'boss' | 'isAlone' | 'databaseUrl'>,
  config: Config,
): Promise<Part> {
  const slots = JOBS_A_THREAD * config.workers;
  const worker = await startWorker(context, boss, { slots, isAlone, databaseUrl });
  const remote = startRemoteWorker(context, {
    onError: (err) => context.log.warn({ err }, 'a remote job was left to be gone on with'),
  });
  const sweeping = keepSweeping(context);
  const preparing = keepWorkingOff(
    context,
    prepareVersion,
    'a dataset version was left to be prepared again',
  );
  const labels = keepWorkingOff(context, workOnLabels, 'labels were left to be gone on with');
  return {
    hears: {
      [workChannel]: () => worker.wake(),
      [remoteChannel]: () => remote.wake(),
      [datasetChannel]: () => preparing.wake(),
      [labelChannel]: () => labels.wake(),
      [cancelChannel]: (payload) => payload.split(' ').forEach((jobId) => worker.abort(jobId)),
    },
    catchUp: () => {
      worker.wake();
      remote.wake();
      preparing.wake();
      labels.wake();
    },
    async stop(graceMs) {
      await Promise.all([
        worker.stop(graceMs),
        remote.stop(graceMs),
        preparing.stop(graceMs),
        labels.stop(graceMs),
        sweeping.stop(),
      ]);
    },
  };
}
