import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { listen } from '#db/notifications.ts';
import { createApp } from '#http/app.ts';
import { closeApp } from '#http/close-app.ts';
import { createHealthApp } from '#http/health-app.ts';
import type { Vitals } from '#http/health.ts';
import { startListening } from '#http/start-listening.ts';
import type { Context } from '#context.ts';
import type { Config } from './config.ts';
import { keepHeartbeat } from './keep-heartbeat.ts';
import { openContext } from './open-context.ts';
import type { Part } from './part.ts';
import { startWeb } from './start-web.ts';
import { startWorking } from './start-working.ts';
import { programVersion } from './version.ts';

export type RunningServer = {
  address: string;
  /** The parts behind the interface, for tests that look at rows. */
  context: Context;
  lost: Promise<Error>;
  /** `drainMs`: how long it still serves, while it says that it is not ready, for those who send requests to notice. */
  stop(drainMs?: number): Promise<void>;
};

/** One process: web side, worker side or both, on one database. */
export async function startServer(
  config: Config,
  options: {
    webFolder: string | null;
    say?: (sentence: string) => void;
    /** Runs once the database is ready, before anything is served. */
    prepare?: (context: Context) => Promise<void>;
  },
): Promise<RunningServer> {
  const { role, host, graceMs } = config;
  const wanted = `http://${host}:${config.port}`;
  const open = await openContext(config, { address: wanted, say: options.say });
  const { context } = open;
  const vitals: Vitals = { role, version: programVersion, isStopping: false };
  /** Put together last, ended first. */
  const closing: (() => Promise<void>)[] = [() => open.close()];
  const end = async (): Promise<void> => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  /** All at once, since the grace is for all of them; the web side after `drainMs`. */
  const parts: { part: Part; drains: boolean }[] = [];
  const stop = async (drainMs = 0): Promise<void> => {
    vitals.isStopping = true;
    await Promise.all(
      parts.splice(0).map(async ({ part, drains }) => {
        if (drains && drainMs > 0) await delay(drainMs);
        await part.stop(graceMs);
      }),
    );
    await end();
  };
  try {
    await options.prepare?.(context);
    const app = await appOf(role, context, {
      webFolder: options.webFolder,
      host,
      vitals,
      metricsToken: config.metricsToken,
    });
    closing.push(() => closeApp(app, graceMs));
    if (role !== 'web') parts.push({ part: await startWorking(open, config), drains: false });
    if (role !== 'worker') parts.push({ part: startWeb(app, context, { host }), drains: true });

    const hears = Object.assign({}, ...parts.map(({ part }) => part.hears)) as Part['hears'];
    const notifications = await listen({
      url: open.databaseUrl,
      channels: Object.keys(hears),
      onMessage: (channel, payload) => hears[channel]?.(payload),
      onGap: () => parts.forEach(({ part }) => part.catchUp()),
      onError: (err) => context.log.warn({ err }, 'the connection that listens was lost'),
    });
    closing.push(() => notifications.close());
    const address = await startListening(app, config);
    const heartbeat = await keepHeartbeat(context, {
      id: randomUUID(),
      role,
      version: programVersion,
      host: hostname(),
      pid: process.pid,
    });
    closing.push(() => heartbeat.stop());
    return { address, context, lost: open.lost, stop };
  } catch (error) {
    await stop().catch(() => {});
    throw error;
  }
}

/** A worker answers for its health alone. */
function appOf(
  role: Config['role'],
  context: Context,
  options: Parameters<typeof createApp>[1],
): Promise<FastifyInstance> {
  return role === 'worker' ? createHealthApp(context, options) : createApp(context, options);
}
