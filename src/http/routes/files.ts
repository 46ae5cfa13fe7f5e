import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AppError } from '#core/app-error.ts';
import { apiPrefix } from '#contract/route.ts';
import { annotationMask, candidateFile } from '#db/candidates.ts';
import { findCutOut } from '#db/cut-outs.ts';
import { goldenFile } from '#db/goldens.ts';
import { findRealSample } from '#db/real-samples.ts';
import type { Context } from '#context.ts';

const paramsSchema = z.object({ id: z.uuid() });

/** Pictures, by whom they belong to. What one address shows never changes, so browsers may keep it. */
export function registerFiles(app: FastifyInstance, context: Context): void {
  const serve = (path: string, type: string, find: (id: string) => Promise<string | undefined>): void => {
    app.get(apiPrefix + path, { schema: { hide: true, params: paramsSchema } }, async (request, reply) => {
      const { id } = paramsSchema.parse(request.params);
      return sendFile(context, request, reply, type, await find(id));
    });
  };
  serve(
    '/goldens/:id/picture.png',
    'image/png',
    async (id) => (await goldenFile(context.db, id))?.picture_hash,
  );
  serve(
    '/goldens/:id/thumbnail.webp',
    'image/webp',
    async (id) => (await goldenFile(context.db, id))?.thumbnail_hash,
  );
  serve(
    '/cut-outs/:id/picture.png',
    'image/png',
    async (id) => (await findCutOut(context.db, id))?.picture_hash,
  );
  serve(
    '/candidates/:id/picture.png',
    'image/png',
    async (id) => (await candidateFile(context.db, id))?.picture_hash,
  );
  serve(
    '/candidates/:id/thumbnail.webp',
    'image/webp',
    async (id) => (await candidateFile(context.db, id))?.thumbnail_hash,
  );
  const ofSample = (part: 'picture_hash' | 'mask_hash' | 'thumbnail_hash' | 'small_mask_hash') => {
    return async (id: string): Promise<string | undefined> => (await findRealSample(context.db, id))?.[part];
  };
  serve('/real-samples/:id/picture.png', 'image/png', ofSample('picture_hash'));
  serve('/real-samples/:id/mask.png', 'image/png', ofSample('mask_hash'));
  serve('/real-samples/:id/thumbnail.webp', 'image/webp', ofSample('thumbnail_hash'));
  serve('/real-samples/:id/small-mask.png', 'image/png', ofSample('small_mask_hash'));
  serve('/annotations/:id/mask.png', 'image/png', (id) => annotationMask(context.db, id));
}

async function sendFile(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  type: string,
  hash: string | undefined,
): Promise<FastifyReply> {
  const size = hash === undefined ? null : await context.storage.size(hash);
  if (hash === undefined || size === null)
    throw new AppError('not_found', 'There is no such picture. It may have been removed.');
  const etag = `"${hash}"`;
  void reply.header('etag', etag).header('cache-control', 'private, max-age=31536000, immutable');
  if (knows(request.headers['if-none-match'], etag)) return reply.status(304).send();
  void reply.header('content-length', size).type(type);
  // An empty stream: Fastify takes the length of anything else for the picture's.
  return reply.send(request.method === 'HEAD' ? Readable.from([]) : (await context.storage.open(hash)).body);
}

/** `If-None-Match` is a list, and proxies mark its items as weak. */
function knows(header: string | undefined, etag: string): boolean {
  const tags = header?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? [];
  return tags.includes(etag) || tags.includes('*');
}
