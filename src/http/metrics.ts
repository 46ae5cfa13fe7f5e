import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { AppError } from '#core/app-error.ts';
import type { Context } from '#context.ts';

/** `/metrics`, for whoever has the token; without a token in the configuration there is nothing to see. */
export function registerMetrics(
  app: FastifyInstance,
  { metrics }: Pick<Context, 'metrics'>,
  token: string | null,
): void {
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    if (token === null || metrics.expose === null) {
      throw new AppError('not_found', 'Metrics are not served here. Set METRICS_TOKEN to have them.');
    }
    if (!isSame(request.headers.authorization ?? '', `Bearer ${token}`)) {
      const sentence =
        'Metrics are read with the header “Authorization: Bearer”, and the token of METRICS_TOKEN.';
      throw new AppError('not_found', sentence);
    }
    const { contentType, text } = await metrics.expose();
    return reply.type(contentType).send(text);
  });
}

/** Takes as long for a wrong token as for the right one. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(a!, b!);
}
