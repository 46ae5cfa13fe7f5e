import type { FastifyInstance } from 'fastify';
import { apiPrefix } from '#contract/route.ts';
import { AppError } from '#core/app-error.ts';
import { createMessageIntake } from '#services/remote/message-intake.ts';
import type { Context } from '#context.ts';

export const webhookPrefix: string = `${apiPrefix}/webhooks/`;

/** Results name their pictures by address; one with pictures inline belongs to no model that we use. */
const mostBytes = 4 * 1024 * 1024;

/**
 * Where providers say that a request has ended: `POST /api/v1/webhooks/<provider>/<token of the attempt>`. The
 * signature is over the body's bytes, so the body is taken as it comes, whatever it says it is.
 */
export function registerWebhooks(app: FastifyInstance, context: Context): void {
  const takeIn = createMessageIntake(context);
  void app.register(async (room) => {
    room.removeAllContentTypeParsers();
    room.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: mostBytes }, (_request, body, done) =>
      done(null, body),
    );
    room.post<{ Params: { provider: string; token: string } }>(
      `${webhookPrefix}:provider/:token`,
      { schema: { hide: true }, bodyLimit: mostBytes },
      async (request, reply) => {
        const { provider, token } = request.params;
        const body = request.body instanceof Uint8Array ? request.body : new Uint8Array();
        const taken = await takeIn({ provider, token, headers: request.headers, body });
        if (!taken) {
          throw new AppError('bad_request', 'This message is not signed by the provider that it names.');
        }
        return reply.send({ taken: true });
      },
    );
  });
}
