import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '#core/app-error.ts';
import type { Context } from '#context.ts';

/** A stored file, or for HEAD what is known of it. */
export async function sendFile(
  { storage }: Pick<Context, 'storage'>,
  { method }: FastifyRequest,
  reply: FastifyReply,
  type: string,
  hash: string,
): Promise<FastifyReply> {
  if (method === 'HEAD') {
    const size = await storage.size(hash);
    if (size === null) throw missingPicture();
    // An empty stream: Fastify takes the length of anything else for the picture's.
    return reply.header('content-length', size).type(type).send(Readable.from([]));
  }
  const { size, body } = await storage.open(hash);
  return reply.header('content-length', size).type(type).send(body);
}

export function missingPicture(): AppError {
  return new AppError('not_found', 'There is no such picture. It may have been removed.');
}
