import type { FastifyInstance } from 'fastify';

const lookMs = 50;

/**
 * Takes no more connections and lets requests under way end, for `graceMs` at most: then uploads and downloads are
 * cut. Connections that browsers merely keep open must not hold up a stop.
 */
export async function closeApp(app: FastifyInstance, graceMs: number): Promise<void> {
  const { server } = app;
  const look = setInterval(() => server.closeIdleConnections(), lookMs);
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  try {
    await app.close();
  } finally {
    clearInterval(look);
    clearTimeout(cut);
  }
}
