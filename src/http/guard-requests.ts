import type { FastifyInstance } from 'fastify';
import { AppError } from '#core/app-error.ts';
import { isTrustedRequest } from './is-trusted-request.ts';
import { webhookPrefix } from './webhooks.ts';

/** The component kit writes style attributes; nothing else comes from anywhere but here. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "img-src 'self' data: blob:",
  "style-src 'self' 'unsafe-inline'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const securityHeaders = {
  'content-security-policy': contentSecurityPolicy,
  // Another site can neither show a picture of this one nor measure it, even if it knew its address.
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** What holds for every request and every answer, whatever it is about. */
export function guardRequests(app: FastifyInstance, boundTo: string): void {
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers({ ...securityHeaders, 'x-request-id': request.id });
    // Providers call by the public address; each message is checked by its signature.
    if (request.url.startsWith(webhookPrefix)) return;
    if (isTrustedRequest(request.headers, boundTo)) return;
    throw new AppError(
      'bad_request',
      'Requests from other sites are refused. Open Red Rabbit by the address that it printed at its start, or set HOST to the name it is to be reached by.',
    );
  });
}
