import { z } from 'zod';
import { AppError } from '#core/app-error.ts';
import type { JobProgress } from '#contract/event.ts';
import { deletionChannel, eventChannel, progressChannel } from '#db/events.ts';
import { listen } from '#db/notifications.ts';
import { remoteChannel } from '#db/remote-jobs.ts';
import { createApp } from '#http/app.ts';
import { createLiveHub } from '#http/live.ts';
import { cancelChannel, workChannel } from '#jobs/boss.ts';
import { startRemoteWorker } from '#jobs/remote-worker.ts';
import { startWorker } from '#jobs/start-worker.ts';
import { sweepPictures } from '#services/sweep-pictures.ts';
import type { Config } from './config.ts';
import type { Context } from '#context.ts';
import { openContext } from './open-context.ts';

/** Pictures of a deleted blueprint leave the disk with the next sweep but one at the latest. */
const sweepEveryMs = 3_600_000;
/** Renders last a second at most; a stop that takes longer than this hands its work back. */
const graceMs = 10_000;

export type RunningServer = {
  address: string;
  /** The parts behind the interface, for tests that look at rows. */
  context: Context;
  lost: Promise<Error>;
  stop(): Promise<void>;
};

const progressSchema = z.object({
  blueprintId: z.string(),
  jobId: z.string(),
  cellId: z.string(),
  progress: z.number(),
  estimated: z.boolean().default(false),
});

/** Web side and worker side in one process, on one database. */
export async function startServer(
  config: Config,
  options: {
    webFolder: string | null;
    say?: (sentence: string) => void;
    /** Runs once the database is ready, before anything is served. */
    prepare?: (context: Context) => Promise<void>;
  },
): Promise<RunningServer> {
  const wanted = `http://${config.host}:${config.port}`;
  const open = await openContext(config, { address: wanted, say: options.say });
  const { context } = open;
  const closing: (() => Promise<void>)[] = [() => open.close()];
  const stop = async (): Promise<void> => {
    for (const end of closing.splice(0).reverse()) await end();
  };
  try {
    await options.prepare?.(context);
    const app = await createApp(context, { webFolder: options.webFolder, host: config.host });
    const live = createLiveHub(app.server, context, { host: config.host });
    const worker = await startWorker(context, open.boss, { slots: config.workers, isAlone: open.isAlone });
    closing.push(() => worker.stop(graceMs));
    const remote = startRemoteWorker(context, {
      onError: (err) => context.log.warn({ err }, 'a remote job was left to be gone on with'),
    });
    closing.push(() => remote.stop(graceMs));

    const onMessage: Record<string, (payload: string) => void> = {
      [eventChannel]: (payload) => live.announce(payload.split(' ')[0] ?? ''),
      [deletionChannel]: (blueprintId) => live.announceDeletion(blueprintId),
      [progressChannel]: (payload) => live.progress(readProgress(payload)),
      [workChannel]: () => worker.wake(),
      [remoteChannel]: () => remote.wake(),
      [cancelChannel]: (payload) => payload.split(' ').forEach((jobId) => worker.abort(jobId)),
    };
    const notifications = await listen({
      url: open.databaseUrl,
      channels: Object.keys(onMessage),
      onMessage: (channel, payload) => onMessage[channel]?.(payload),
      onGap: () => {
        live.announceAll();
        worker.wake();
        remote.wake();
      },
      onError: (err) => context.log.warn({ err }, 'the connection that listens was lost'),
    });
    closing.push(() => notifications.close());
    closing.push(async () => {
      await live.close();
      await app.close();
    });
    await app.listen({ port: config.port, host: config.host }).catch((cause: unknown) => {
      throw portError(config, cause);
    });
    if (open.isAlone) closing.push(keepSweeping(context));
    const bound = app.server.address();
    const port = typeof bound === 'object' && bound !== null ? bound.port : config.port;
    return { address: `http://${config.host}:${port}`, context, lost: open.lost, stop };
  } catch (error) {
    await stop().catch(() => {});
    throw error;
  }
}

/** Sweeps now and then, in the background. Returns how to stop it. */
function keepSweeping(context: Context): () => Promise<void> {
  const stopping = new AbortController();
  let sweep: Promise<void> = Promise.resolve();
  const start = (): void => {
    sweep = sweep
      .then(() => sweepPictures(context, stopping.signal))
      .then(
        (removed) => context.log.info({ removed }, 'unused pictures were removed'),
        (err: unknown) => context.log.warn({ err }, 'unused pictures could not be removed'),
      );
  };
  start();
  const timer = setInterval(start, sweepEveryMs);
  return async () => {
    clearInterval(timer);
    stopping.abort();
    await sweep;
  };
}

function readProgress(payload: string): JobProgress {
  return progressSchema.parse(JSON.parse(payload));
}

function portError(config: Config, cause: unknown): unknown {
  if (!(cause instanceof Error) || !('code' in cause)) return cause;
  if (cause.code === 'EADDRINUSE') {
    return new AppError(
      'conflict',
      `Port ${config.port} is taken by another program. Stop that one, or set PORT to another number.`,
      { cause },
    );
  }
  if (cause.code === 'EACCES') {
    return new AppError(
      'conflict',
      `Port ${config.port} may not be used by this user. Set PORT to a number above 1023.`,
      { cause },
    );
  }
  return cause;
}
