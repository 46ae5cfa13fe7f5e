import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { jsonAnswer, type Answer } from '../answer.ts';
import { lifecycleSeconds } from '../media/media-store.ts';
import type { Platform } from '../platform.ts';
import { invalidInput } from '../protocol/failure.ts';
import { serve, type Exchange } from './serve.ts';

const initiateSchema = z.object({ content_type: z.string(), file_name: z.string().min(1).max(255) });
const completeSchema = z.object({
  parts: z.array(z.object({ partNumber: z.int().min(1), etag: z.string() })),
});

type FileParams = { id: string; name: string; part?: string };

/** Uploads at `rest.fal.ai`, files at `v3.fal.media`, published keys, address ranges. */
export function registerStorage(app: FastifyInstance, platform: Platform): void {
  const { media, links, keys } = platform;
  let requests = 0;
  const exchange = (operation: Exchange['operation'], endpoint: string): Exchange => ({
    operation,
    endpoint,
    key: `${operation}/${++requests}`,
    requestId: null,
  });

  const initiate = (request: FastifyRequest): Answer => {
    const parsed = initiateSchema.safeParse(jsonOf(request));
    if (!parsed.success) {
      return invalidInput([
        { loc: ['body'], msg: 'content_type and file_name are required', type: 'missing' },
      ]).answer;
    }
    const lifecycle = request.headers['x-fal-object-lifecycle'];
    const path = media.reserve(parsed.data.file_name, lifecycleSeconds(lifecycle?.toString()));
    const url = links.link('v3.fal.media', path);
    return jsonAnswer(200, { upload_url: url, file_url: url });
  };
  for (const way of ['initiate', 'initiate-multipart']) {
    app.post(`/rest.fal.ai/storage/upload/${way}`, async (request, reply) => {
      const authorization = { header: request.headers.authorization };
      await serve(platform, reply, { ...exchange('upload', way), authorization }, () => initiate(request));
      return reply;
    });
  }

  app.put<{ Params: FileParams }>('/v3.fal.media/files/:id/:name', async (request, reply) => {
    await serve(platform, reply, exchange('put', pathOf(request.params)), () => {
      const type = request.headers['content-type'] ?? 'application/octet-stream';
      const isStored = media.put(pathOf(request.params), { bytes: bytesOf(request), type });
      return isStored ? jsonAnswer(200, {}) : notThere;
    });
    return reply;
  });
  app.put<{ Params: FileParams }>('/v3.fal.media/files/:id/:name/:part', async (request, reply) => {
    await serve(platform, reply, exchange('put', pathOf(request.params)), () => {
      const partNumber = Number(request.params.part);
      const etag = media.putPart(pathOf(request.params), partNumber, bytesOf(request));
      return etag === null ? notThere : jsonAnswer(200, { partNumber, etag });
    });
    return reply;
  });
  app.post<{ Params: FileParams }>('/v3.fal.media/files/:id/:name/complete', async (request, reply) => {
    await serve(platform, reply, exchange('put', pathOf(request.params)), () => {
      const parsed = completeSchema.safeParse(jsonOf(request));
      const isWhole = parsed.success && media.complete(pathOf(request.params), parsed.data.parts);
      return isWhole ? jsonAnswer(200, {}) : jsonAnswer(400, { detail: 'Parts do not fit' });
    });
    return reply;
  });
  app.get<{ Params: FileParams }>('/v3.fal.media/files/:id/:name', async (request, reply) => {
    await serve(platform, reply, exchange('media', pathOf(request.params)), () => {
      const file = media.get(pathOf(request.params));
      return file ? { status: 200, headers: { 'content-type': file.type }, body: file.bytes } : notThere;
    });
    return reply;
  });

  app.get('/rest.fal.ai/.well-known/jwks.json', async (_, reply) => {
    await serve(platform, reply, exchange('jwks', ''), () => jsonAnswer(200, keys.jwks()));
    return reply;
  });
  app.get('/api.fal.ai/v1/meta', async () => ({ webhook_ip_ranges: ['127.0.0.1/32'] }));
}

const notThere = jsonAnswer(404, { detail: 'Not Found' });

function pathOf({ id, name }: FileParams): string {
  return `/files/${id}/${name}`;
}

function bytesOf({ body }: FastifyRequest): Uint8Array {
  return Buffer.isBuffer(body) ? body : new Uint8Array(0);
}

function jsonOf(request: FastifyRequest): unknown {
  try {
    return JSON.parse(Buffer.from(bytesOf(request)).toString('utf8')) as unknown;
  } catch {
    return null;
  }
}
