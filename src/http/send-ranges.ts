import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ByteRange } from '#core/dataset/stream-zip.ts';
import { readRange } from './read-range.ts';

export type Resource = {
  readonly length: number;
  /** Strong, with its quotation marks: the same bytes whoever sends them. */
  readonly etag: string;
  readonly type: string;
  readonly open: (range: ByteRange) => AsyncIterable<Uint8Array>;
};

/**
 * Sends bytes that never change, or the range that was asked for (RFC 9110, 13 and 14): `If-None-Match`,
 * `If-Range`, one range; several at once get the whole, as the standard allows.
 */
export function sendRanges(request: FastifyRequest, reply: FastifyReply, resource: Resource): FastifyReply {
  const { length, etag, type } = resource;
  void reply
    .header('etag', etag)
    .header('accept-ranges', 'bytes')
    .header('cache-control', 'private, max-age=31536000, immutable');
  const known = request.headers['if-none-match']?.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (known?.includes(etag) === true || known?.includes('*') === true) return reply.status(304).send();
  const { range: asked, 'if-range': ifRange } = request.headers;
  // A date as a condition never holds: what we send has none.
  const isSame = ifRange === undefined || String(ifRange).trim() === etag;
  const range = request.method === 'HEAD' || !isSame ? 'whole' : readRange(asked, length);
  if (range === 'unsatisfiable') {
    return reply.status(416).header('content-range', `bytes */${length}`).send();
  }
  const sent = range === 'whole' ? { start: 0, end: length - 1 } : range;
  void reply.type(type).header('content-length', sent.end - sent.start + 1);
  if (range !== 'whole') {
    void reply.status(206).header('content-range', `bytes ${sent.start}-${sent.end}/${length}`);
  }
  // An empty stream: Fastify takes the length of anything else for the content's.
  if (request.method === 'HEAD' || length === 0) return reply.send(Readable.from([]));
  return reply.send(Readable.from(resource.open(sent), { objectMode: false }));
}
