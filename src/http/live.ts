import type { Server } from 'node:http';
import { Server as SocketServer, type Socket } from 'socket.io';
import { z } from 'zod';
import type { ClientToServer, JobProgress, LiveEvent, ServerToClient } from '#contract/event.ts';
import { AppError } from '#core/app-error.ts';
import { eventsAfter, newestSeq } from '#db/events.ts';
import { explainDatabaseError } from '#db/explain-database-error.ts';
import type { Context } from '#context.ts';
import { keepWatched } from './keep-watched.ts';
import { isTrustedRequest } from './is-trusted-request.ts';

// The database writes ids in lower case, and rooms are named by them.
const blueprintSchema = z.object({ blueprintId: z.uuid().toLowerCase() });
const subscribeSchema = blueprintSchema.extend({ after: z.number().int().min(0) });
const pageSize = 500;
/** Until events that could not be read, for want of the database, are read again. */
const retryMs = 500;

/** `sent`: the newest event that everybody in the room has; -1 while nobody is there. */
type Channel = { sent: number; turn: Promise<void>; waiting: number };

export type LiveHub = {
  /** An event was committed, here or by another process. */
  announce(blueprintId: string): void;
  /** The blueprint is gone, and its events with it. */
  announceDeletion(blueprintId: string): void;
  progress(progress: JobProgress): void;
  /** Announcements may have been missed. */
  announceAll(): void;
  /** Pages that are connected. */
  clients(): number;
  close(): Promise<void>;
};

/**
 * Feeds open pages from the event table. One chain of turns for each watched blueprint keeps its events
 * in order and without gaps: whoever subscribes is first brought to where the channel is, and joins it
 * in the same turn. `host` is what the server listens on.
 */
export function createLiveHub(
  server: Server,
  { db, log }: Pick<Context, 'db' | 'log'>,
  options: { host: string },
): LiveHub {
  const io = new SocketServer<ClientToServer, ServerToClient>(server, {
    serveClient: false,
    // The other transport makes one connection of many requests, which all had to reach the same process.
    transports: ['websocket'],
    // Pages of other sites must not listen in.
    allowRequest: (request, decide) => decide(null, isTrustedRequest(request.headers, options.host)),
  });
  const channels = new Map<string, Channel>();
  const isWatched = (blueprintId: string): boolean => io.of('/').adapter.rooms.has(blueprintId);
  const watch = keepWatched({ db, log }, () => [...channels.keys()].filter(isWatched));
  let closed = false;

  /** Runs `work` after everything that was begun before it on this blueprint. */
  const takeTurn = (blueprintId: string, work: (channel: Channel) => Promise<void>): Promise<void> => {
    const channel = channels.get(blueprintId) ?? { sent: -1, turn: Promise.resolve(), waiting: 0 };
    channels.set(blueprintId, channel);
    channel.waiting++;
    const turn = channel.turn.then(() => work(channel));
    channel.turn = turn
      .catch(() => {})
      .then(() => {
        channel.waiting--;
        if (channel.waiting === 0 && !isWatched(blueprintId)) channels.delete(blueprintId);
      });
    return turn;
  };

  /** Everything after `from` in order, up to `to`; `emit` is told of each before the next is read. */
  const replay = async (
    blueprintId: string,
    from: number,
    to: number,
    emit: (event: LiveEvent) => void,
  ): Promise<void> => {
    for (let reached = from; reached < to;) {
      const events = await eventsAfter(db, blueprintId, reached, pageSize);
      for (const event of events) if (event.seq <= to) emit(event);
      reached = events.length < pageSize ? to : (events.at(-1)?.seq ?? to);
    }
  };

  const flush = async (blueprintId: string, channel: Channel): Promise<void> => {
    // Joining happens in turns too: an empty room stays empty until this one is over.
    if (!isWatched(blueprintId)) channel.sent = -1;
    if (channel.sent < 0) return;
    await replay(blueprintId, channel.sent, Infinity, (event) => {
      io.to(blueprintId).emit(event.type, event);
      channel.sent = event.seq;
    });
  };

  const announce = (blueprintId: string): void => {
    if (closed || !channels.has(blueprintId)) return;
    takeTurn(blueprintId, (channel) => flush(blueprintId, channel)).catch((error: unknown) => {
      log.warn({ err: error, blueprintId }, 'events could not be read for the live view; reading them again');
      setTimeout(() => announce(blueprintId), retryMs).unref();
    });
  };

  const subscribe = async (socket: LiveSocket, blueprintId: string, after: number): Promise<number> => {
    let reached = -1;
    await takeTurn(blueprintId, async (channel) => {
      await flush(blueprintId, channel);
      if (channel.sent < 0) {
        const newest = await newestSeq(db, blueprintId);
        if (newest === null) throw noSuchBlueprint();
        channel.sent = newest;
      }
      await replay(blueprintId, after, channel.sent, (event) => socket.emit(event.type, event));
      if (!isWatched(blueprintId)) watch.note([blueprintId]);
      await socket.join(blueprintId);
      reached = channel.sent;
    });
    return reached;
  };

  io.on('connection', (socket: LiveSocket) => {
    socket.on('subscribe', (request, answer) => {
      if (typeof answer !== 'function') return;
      const parsed = subscribeSchema.safeParse(request);
      if (!parsed.success) return answer({ ok: false, message: 'The subscription was not understood.' });
      subscribe(socket, parsed.data.blueprintId, parsed.data.after).then(
        (seq) => answer({ ok: true, seq }),
        (error: unknown) => {
          const known = error instanceof AppError ? error : explainDatabaseError(error);
          if (known === null) log.error({ err: error }, 'a page could not subscribe');
          answer({ ok: false, message: known?.message ?? 'Something went wrong. Reload the page.' });
        },
      );
    });
    socket.on('unsubscribe', (request) => {
      const parsed = blueprintSchema.safeParse(request);
      if (parsed.success) void socket.leave(parsed.data.blueprintId);
    });
  });

  return {
    announce,
    announceDeletion: (blueprintId) => {
      io.to(blueprintId).emit('blueprint_deleted', { blueprintId });
      io.in(blueprintId).socketsLeave(blueprintId);
    },
    announceAll: () => [...channels.keys()].forEach(announce),
    progress: (progress) => io.to(progress.blueprintId).volatile.emit('job_progress', progress),
    clients: () => io.engine.clientsCount,
    close: async () => {
      closed = true;
      // `io.close()` would close the HTTP server too, which is Fastify's to do.
      io.disconnectSockets(true);
      io.engine.close();
      await watch.stop();
    },
  };
}

type LiveSocket = Socket<ClientToServer, ServerToClient>;

function noSuchBlueprint(): AppError {
  return new AppError('not_found', 'There is no such blueprint. It may have been deleted.');
}
