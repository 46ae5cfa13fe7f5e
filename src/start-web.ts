import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { JobProgress } from '#contract/event.ts';
import { deletionChannel, eventChannel, progressChannel } from '#db/events.ts';
import { closeApp } from '#http/close-app.ts';
import { createLiveHub, type LiveHub } from '#http/live.ts';
import type { Context } from '#context.ts';
import type { Part } from './part.ts';

const progressSchema = z.object({
  blueprintId: z.string(),
  jobId: z.string(),
  cellId: z.string().nullable(),
  progress: z.number(),
  estimated: z.boolean().default(false),
});

/** The web side of a process: pages that are open are told what any process has written. */
export function startWeb(app: FastifyInstance, context: Context, options: { host: string }): Part {
  const live: LiveHub = createLiveHub(app.server, context, options);
  context.metrics.watchClients(() => live.clients());
  return {
    hears: {
      [eventChannel]: (payload) => live.announce(payload.split(' ')[0] ?? ''),
      [deletionChannel]: (blueprintId) => live.announceDeletion(blueprintId),
      [progressChannel]: (payload) => live.progress(readProgress(payload)),
    },
    catchUp: () => live.announceAll(),
    async stop(graceMs) {
      // Pages come back by themselves, to another process if there is one.
      await live.close();
      await closeApp(app, graceMs);
    },
  };
}

function readProgress(payload: string): JobProgress {
  return progressSchema.parse(JSON.parse(payload));
}
