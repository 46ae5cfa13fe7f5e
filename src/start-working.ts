import { cancelChannel, workChannel } from '#jobs/boss.ts';
import { keepPreparing } from '#jobs/keep-preparing.ts';
import { keepSweeping } from '#jobs/keep-sweeping.ts';
import { startRemoteWorker } from '#jobs/remote-worker.ts';
import { startWorker } from '#jobs/start-worker.ts';
import { datasetChannel } from '#db/dataset-versions.ts';
import { remoteChannel } from '#db/remote-jobs.ts';
import type { Config } from './config.ts';
import type { OpenContext } from './open-context.ts';
import type { Part } from './part.ts';

/** The worker side of a process: pictures drawn here, those made elsewhere, and what has to be looked after. */
export async function startWorking(
  { context, boss, isAlone }: Pick<OpenContext, 'context' | 'boss' | 'isAlone'>,
  config: Config,
): Promise<Part> {
  const worker = await startWorker(context, boss, { slots: config.workers, isAlone });
  const remote = startRemoteWorker(context, {
    onError: (err) => context.log.warn({ err }, 'a remote job was left to be gone on with'),
  });
  const sweeping = keepSweeping(context);
  const preparing = keepPreparing(context);
  return {
    hears: {
      [workChannel]: () => worker.wake(),
      [remoteChannel]: () => remote.wake(),
      [datasetChannel]: () => preparing.wake(),
      [cancelChannel]: (payload) => payload.split(' ').forEach((jobId) => worker.abort(jobId)),
    },
    catchUp: () => {
      worker.wake();
      remote.wake();
      preparing.wake();
    },
    async stop(graceMs) {
      await Promise.all([
        worker.stop(graceMs),
        remote.stop(graceMs),
        preparing.stop(graceMs),
        sweeping.stop(),
      ]);
    },
  };
}
