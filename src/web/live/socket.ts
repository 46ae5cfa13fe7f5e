import type { ClientToServer, ServerToClient } from '#contract/event.ts';
import { io, type Socket } from 'socket.io-client';
import { setConnection } from './connection-store.ts';

export type LiveSocket = Socket<ServerToClient, ClientToServer>;

let socket: LiveSocket | undefined;

/** The one connection of this page, opened when the first blueprint is watched. */
export function liveSocket(): LiveSocket {
  if (socket === undefined) {
    socket = io({ transports: ['websocket'], reconnectionDelay: 300, reconnectionDelayMax: 3000 });
    socket.on('connect', () => setConnection('live'));
    socket.on('disconnect', () => setConnection('away'));
    socket.on('connect_error', () => setConnection('away'));
  }
  return socket;
}
