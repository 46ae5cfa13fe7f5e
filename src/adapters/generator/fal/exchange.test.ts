import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { EgressForbidden } from './egress.ts';
import { submit } from './fal-queue.ts';

let server: Server | null = null;
let requests = 0;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(null)));
  server = null;
});

async function fakeFal(listener: RequestListener): Promise<string> {
  requests = 0;
  server = createServer((request, response) => {
    requests++;
    listener(request, response);
  });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function send(standIn: string | null, forbidden = false) {
  const wire = { credentials: 'id:secret', egress: { forbidden, standIn }, timeoutMs: 60_000 };
  return submit(wire, {
    model: 'fal-ai/flux-pro/v1/fill',
    input: { prompt: 'x' },
    webhookUrl: 'http://a/b?c=d',
  });
}

test('sends the client’s own request to the stand-in', async () => {
  let seen = '';
  const standIn = await fakeFal((request, response) => {
    seen = `${request.method} ${request.url} ${request.headers.authorization}`;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ request_id: 'r1', status: 'IN_QUEUE' }));
  });
  expect(await send(standIn)).toEqual({ kind: 'submitted', requestId: 'r1' });
  expect(seen).toBe(
    'POST /queue.fal.run/fal-ai/flux-pro/v1/fill?fal_webhook=http%3A%2F%2Fa%2Fb%3Fc%3Dd Key id:secret',
  );
});

test.each<[string, RequestListener, boolean]>([
  ['a connection that breaks', (request) => request.socket.destroy(), true],
  ['a 502 of a proxy', (_, response) => response.writeHead(502).end('<html>nginx</html>'), true],
  ['a 504 without a word', (_, response) => response.writeHead(504).end(), true],
  ['a page in the place of an answer', (_, response) => response.end('<html>Please sign in</html>'), true],
  ['half an answer', (_, response) => response.end('{"request_id": "r'), true],
  ['a redirect', (_, response) => response.writeHead(302, { location: '/elsewhere' }).end(), true],
  ['fal’s own 503', (_, response) => response.writeHead(503).end('{"detail":"x","error_type":"y"}'), false],
  ['a 429', (_, response) => response.writeHead(429).end(), false],
  ['a locked account', (_, response) => response.writeHead(403).end('{"detail":"User is locked."}'), false],
])('sends once and no more after %s', async (_, listener, maybeBought) => {
  const standIn = await fakeFal(listener);
  expect(await send(standIn)).toMatchObject({ kind: 'failed', maybeBought });
  expect(requests).toBe(1);
});

test('knows that nothing was sent where nobody listens', async () => {
  const standIn = await fakeFal(() => {});
  await new Promise((resolve) => server!.close(resolve));
  server = null;
  expect(await send(standIn)).toMatchObject({
    kind: 'failed',
    maybeBought: false,
    failure: { retryable: true },
  });
});

test('sends nothing where nothing may leave', async () => {
  await expect(send(null, true)).rejects.toThrow(EgressForbidden);
});
