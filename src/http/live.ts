import { Server as SocketServer, type Socket } from 'socket.io';
import { z } from 'zod';
import type { ClientToServer, JobProgress, LiveEvent, ServerToClient } from '#contract/event.ts';
import { eventsAfter, newestSeq } from '#db/events.ts';
import type { Db } from '#db/schema.ts';
import type { Server } from 'node:http';
import type { Logger } from 'pino';

const subscribeSchema = z.object({ blueprintId: z.uuid(), after: z.number().int().min(0) });
const pageSize = 500;

/** `sent`: the newest event that everybody in the room has; -1 while nobody is there. */
type Channel = { sent: number; turn: Promise<void> };

export type LiveHub = {
  /** An event was committed, here or by another process. */
  announce(blueprintId: string): void;
  progress(progress: JobProgress): void;
  /** Announcements may have been missed. */
  announceAll(): void;
  close(): Promise<void>;
};

/**
 * Feeds open pages from the event table. One chain of turns for each watched blueprint keeps its events
 * in order and without gaps: whoever subscribes is first brought to where the channel is, and joins it
 * in the same turn.
 */
export function createLiveHub(server: Server, db: Db, log: Logger): LiveHub {
  const io = new SocketServer<ClientToServer, ServerToClient>(server, {
    serveClient: false,
    // Pages of other sites must not listen in.
    allowRequest: (request, decide) => decide(null, isSameOrigin(request.headers)),
  });
  const channels = new Map<string, Channel>();

  /** Runs `work` after everything that was begun before it on this blueprint. */
  const takeTurn = (blueprintId: string, work: (channel: Channel) => Promise<void>): Promise<void> => {
    const channel = channels.get(blueprintId) ?? { sent: -1, turn: Promise.resolve() };
    channels.set(blueprintId, channel);
    const turn = channel.turn.then(() => work(channel));
    channel.turn = turn.catch((error: unknown) =>
      log.warn({ err: error, blueprintId }, 'the live view stumbled'),
    );
    return turn;
  };

  /** Everything after `from` in order, up to `to` where that is given. Says how far it got. */
  const replay = async (
    blueprintId: string,
    from: number,
    to: number,
    emit: (event: LiveEvent) => void,
  ): Promise<number> => {
    let reached = from;
    while (reached < to) {
      const events = await eventsAfter(db, blueprintId, reached, pageSize);
      for (const event of events) if (event.seq <= to) emit(event);
      reached = events.at(-1)?.seq ?? reached;
      if (events.length < pageSize) break;
    }
    return reached;
  };

  const flush = async (blueprintId: string, channel: Channel): Promise<void> => {
    // Joining happens in turns too: an empty room stays empty until this one is over.
    const watched = io.of('/').adapter.rooms.has(blueprintId);
    if (!watched) channel.sent = -1;
    else if (channel.sent >= 0) {
      channel.sent = await replay(blueprintId, channel.sent, Infinity, (event) =>
        io.to(blueprintId).emit(event.type, event),
      );
    }
  };

  const subscribe = (socket: LiveSocket, blueprintId: string, after: number): Promise<number> =>
    new Promise((resolve, reject) => {
      takeTurn(blueprintId, async (channel) => {
        await flush(blueprintId, channel);
        if (channel.sent < 0) {
          const newest = await newestSeq(db, blueprintId);
          if (newest === null) throw new Error('There is no such blueprint.');
          channel.sent = newest;
        }
        await replay(blueprintId, after, channel.sent, (event) => socket.emit(event.type, event));
        await socket.join(blueprintId);
        resolve(channel.sent);
      }).catch(reject);
    });

  io.on('connection', (socket: LiveSocket) => {
    socket.on('subscribe', (request, answer) => {
      const parsed = subscribeSchema.safeParse(request);
      if (typeof answer !== 'function') return;
      if (!parsed.success) return answer({ ok: false, message: 'The subscription was not understood.' });
      subscribe(socket, parsed.data.blueprintId, parsed.data.after).then(
        (seq) => answer({ ok: true, seq }),
        (error: Error) => answer({ ok: false, message: error.message }),
      );
    });
    socket.on('unsubscribe', (request) => {
      const parsed = subscribeSchema.pick({ blueprintId: true }).safeParse(request);
      if (parsed.success) void socket.leave(parsed.data.blueprintId);
    });
  });

  const announce = (blueprintId: string): void => {
    if (channels.has(blueprintId))
      takeTurn(blueprintId, (channel) => flush(blueprintId, channel)).catch(() => {});
  };
  return {
    announce,
    announceAll: () => [...channels.keys()].forEach(announce),
    progress: (progress) => io.to(progress.blueprintId).volatile.emit('job_progress', progress),
    close: async () => {
      // `io.close()` would close the HTTP server too, which is Fastify's to do.
      io.disconnectSockets(true);
      io.engine.close();
    },
  };
}

type LiveSocket = Socket<ClientToServer, ServerToClient>;

/** Requests without an Origin come from programs, not from pages. */
export function isSameOrigin(headers: { origin?: string; host?: string }): boolean {
  if (headers.origin === undefined) return true;
  try {
    return new URL(headers.origin).host === headers.host;
  } catch {
    return false;
  }
}
