import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { apiPrefix } from '#contract/route.ts';
import { annotationMask, candidateFile } from '#db/candidates.ts';
import { findCutOut } from '#db/cut-outs.ts';
import { goldenFile } from '#db/goldens.ts';
import { findRealSample } from '#db/real-samples.ts';
import { fileKindOf } from '#imaging/file-kind.ts';
import type { Context } from '#context.ts';
import { missingPicture, sendFile } from '../send-file.ts';

type Link = Awaited<ReturnType<Context['storage']['link']>>;

const paramsSchema = z.object({ id: z.uuid() });

type Find = (id: string) => Promise<string | undefined>;

/** Pictures, by whom they belong to. What one address shows never changes, so browsers may keep it. */
export function registerFiles(app: FastifyInstance, context: Context): void {
  const register = (
    path: string,
    /** `null`: as its first bytes say. */
    type: string | null,
    find: Find,
    linkOf: (hash: string) => Promise<Link>,
  ): void => {
    app.get(apiPrefix + path, { schema: { hide: true, params: paramsSchema } }, async (request, reply) => {
      const { id } = paramsSchema.parse(request.params);
      const hash = await find(id);
      if (hash === undefined) throw missingPicture();
      const etag = `"${hash}"`;
      void reply.header('etag', etag).header('cache-control', 'private, max-age=31536000, immutable');
      if (knows(request.headers['if-none-match'], etag)) return reply.status(304).send();
      const link = await linkOf(hash);
      if (link !== null) return redirect(reply, link);
      return type === null ? sendWhole(context, reply, hash) : sendFile(context, request, reply, type, hash);
    });
  };
  const serve = (path: string, type: string | null, find: Find): void =>
    register(path, type, find, (hash) => context.storage.link(hash));
  /** Never from another place: browsers forbid pages to look at the pixels of what comes from there. */
  const serveHere = (path: string, find: Find): void => register(path, 'image/png', find, async () => null);
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
  // One from before there were two sizes has the small one alone.
  serve('/goldens/:id/large-thumbnail.webp', 'image/webp', async (id) => {
    const files = await goldenFile(context.db, id);
    return files?.large_thumbnail_hash ?? files?.thumbnail_hash;
  });
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
  for (const size of ['small', 'large'] as const) {
    serve(`/candidates/:id/thumbnails/${size}`, null, async (id) => {
      const files = await candidateFile(context.db, id);
      return (size === 'large' ? files?.large_thumbnail_hash : null) ?? files?.thumbnail_hash;
    });
  }
  const ofSample = (part: 'picture_hash' | 'mask_hash' | 'thumbnail_hash' | 'small_mask_hash') => {
    return async (id: string): Promise<string | undefined> => (await findRealSample(context.db, id))?.[part];
  };
  serve('/real-samples/:id/picture.png', 'image/png', ofSample('picture_hash'));
  serveHere('/real-samples/:id/mask.png', ofSample('mask_hash'));
  serve('/real-samples/:id/thumbnail.webp', 'image/webp', ofSample('thumbnail_hash'));
  serveHere('/real-samples/:id/small-mask.png', ofSample('small_mask_hash'));
  serveHere('/annotations/:id/mask.png', (id) => annotationMask(context.db, id));
  serveHere('/candidates/:id/pixels.png', async (id) => (await candidateFile(context.db, id))?.picture_hash);
  serveHere('/goldens/:id/pixels.png', async (id) => (await goldenFile(context.db, id))?.picture_hash);
}

/** What is small: half the work of a stream, and a list asks for a hundred in a second. Old ones are WebP, new ones JPEG. */
async function sendWhole({ storage }: Context, reply: FastifyReply, hash: string): Promise<FastifyReply> {
  const bytes = await storage.get(hash);
  return reply.type(`image/${fileKindOf(bytes)}`).send(bytes);
}

/** Kept for a shorter time than the link works. */
function redirect(reply: FastifyReply, { url, seconds }: NonNullable<Link>): FastifyReply {
  return reply.header('cache-control', `private, max-age=${seconds - 60}`).redirect(url, 302);
}

/** `If-None-Match` is a list, and proxies mark its items as weak. */
function knows(header: string | undefined, etag: string): boolean {
  const tags = header?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? [];
  return tags.includes(etag) || tags.includes('*');
}
