import type { FastifyInstance } from 'fastify';
import { listEvents } from '#contract/event.ts';
import { eventsAfter } from '#db/events.ts';
import { requireBlueprint } from '#services/read-board.ts';
import type { Context } from '#context.ts';
import { handle } from '../handle.ts';

export function registerEvents(app: FastifyInstance, context: Context): void {
  handle(app, listEvents, async ({ params, query }) => {
    await requireBlueprint(context.db, params.blueprintId);
    return { events: await eventsAfter(context.db, params.blueprintId, query.after, query.limit) };
  });
}
