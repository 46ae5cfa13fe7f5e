import type { IncomingMessage } from 'node:http';
import fastify, { type FastifyInstance } from 'fastify';
import type { Platform } from '../platform.ts';
import { registerControls } from './control-routes.ts';
import { registerQueue } from './queue-routes.ts';
import { registerStorage } from './storage-routes.ts';

/** Uploads of up to 90 MiB come in one piece. */
const bodyLimit = 128 * 1024 * 1024;

/** Other names of the same hosts. */
const sameHosts: Record<string, string> = {
  'rest.alpha.fal.ai': 'rest.fal.ai',
  'queue.falrun.com': 'queue.fal.run',
  'v3b.fal.media': 'v3.fal.media',
};

/** All of fal's hosts on one server: the first segment of the path is the host. */
export function createApp(platform: Platform): FastifyInstance {
  const app = fastify({ bodyLimit, forceCloseConnections: true, rewriteUrl: addressOf });
  // Bytes, whatever they are said to be: fal takes input as it comes and looks at it later.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body));
  registerQueue(app, platform);
  registerStorage(app, platform);
  registerControls(app, platform);
  return app;
}

/** The client's proxy mode sends the address it means in a header. */
function addressOf({ url = '/', headers }: IncomingMessage): string {
  const target = URL.parse(String(headers['x-fal-target-url']));
  const path = target ? `/${target.host}${target.pathname}${target.search}` : url;
  const [, host = '', rest = ''] = /^\/([^/?]*)(.*)$/s.exec(path) ?? [];
  return `/${sameHosts[host] ?? host}${rest}`;
}
