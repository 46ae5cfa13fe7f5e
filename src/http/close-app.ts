import type { Server } from 'node:http';
import type { FastifyInstance } from 'fastify';

const lookMs = 50;

/** Requests under way, of each server. */
const underWay = new WeakMap<Server, number>();

/** Told once of each server that `closeApp` is to close. */
export function countRequests(server: Server): void {
  const add = (change: number): void => void underWay.set(server, (underWay.get(server) ?? 0) + change);
  server.on('request', (_request, response) => {
    add(1);
    response.once('close', () => add(-1));
  });
}

/**
 * Takes no more connections and lets requests under way end, for `graceMs` at most: then uploads and downloads are
 * cut. What browsers merely keep open, or opened in case they need it (which Node does not count as idle), must not
 * hold up a stop.
 */
export async function closeApp(app: FastifyInstance, graceMs: number): Promise<void> {
  const { server } = app;
  const look = setInterval(() => {
    if ((underWay.get(server) ?? 0) === 0) server.closeAllConnections();
    else server.closeIdleConnections();
  }, lookMs);
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  try {
    await app.close();
  } finally {
    clearInterval(look);
    clearTimeout(cut);
  }
}
