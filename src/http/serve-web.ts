import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import staticFiles from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { send } from './answer-errors.ts';

/**
 * The built web app. Every page has its own address, which only the app knows: whatever is not a file
 * and not the API answers with the app itself.
 */
export async function serveWeb(app: FastifyInstance, folder: string | null): Promise<void> {
  const index = folder === null ? null : await readFile(join(folder, 'index.html'), 'utf8').catch(() => null);
  if (folder !== null && index !== null) {
    await app.register(staticFiles, {
      root: folder,
      index: false,
      wildcard: false,
      // Their names carry a hash of their content.
      setHeaders: (reply, path) => {
        if (path.includes('/assets/'))
          void reply.header('cache-control', 'public, max-age=31536000, immutable');
      },
    });
  }
  app.setNotFoundHandler((request, reply) => {
    const [path = ''] = request.url.split('?');
    const isPage =
      (request.method === 'GET' || request.method === 'HEAD') && !/^\/(api|socket\.io)\/|\.\w+$/.test(path);
    if (isPage && index !== null) {
      return reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(index);
    }
    return send(
      request,
      reply,
      'not_found',
      `There is nothing at ${request.method} ${request.url.slice(0, 200)}.`,
    );
  });
}
