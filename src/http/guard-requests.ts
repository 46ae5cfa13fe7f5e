import type { FastifyInstance } from 'fastify';
import { AppError } from '#core/app-error.ts';
import { isTrustedRequest } from './is-trusted-request.ts';
import { webhookPrefix } from './webhooks.ts';

/** The component kit writes style attributes; nothing but pictures comes from anywhere but here. */
function contentSecurityPolicy(pictureOrigin: string | null): string {
  return [
    "default-src 'self'",
    `img-src 'self' data: blob:${pictureOrigin === null ? '' : ` ${pictureOrigin}`}`,
    "style-src 'self' 'unsafe-inline'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

const securityHeaders = {
  // Another site can neither show a picture of this one nor measure it, even if it knew its address.
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  // Nothing here is for search engines, least of all what a link opens.
  'x-robots-tag': 'noindex, nofollow',
};

/**
 * What holds for every request and every answer, whatever it is about. `pictureOrigin`: where browsers fetch pictures,
 * if not here.
 */
export function guardRequests(
  app: FastifyInstance,
  { boundTo, pictureOrigin }: { boundTo: string; pictureOrigin: string | null },
): void {
  const headers = { ...securityHeaders, 'content-security-policy': contentSecurityPolicy(pictureOrigin) };
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers({ ...headers, 'x-request-id': request.id });
    // Providers call by the public address; each message is checked by its signature.
    if (request.url.startsWith(webhookPrefix)) return;
    if (isTrustedRequest(request.headers, boundTo)) return;
    throw new AppError(
      'bad_request',
      'Requests from other sites are refused. Open Red Rabbit by the address that it printed at its start, or set HOST to the name it is to be reached by.',
    );
  });
}
