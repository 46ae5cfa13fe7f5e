import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { afterAll, describe, expect, test } from 'vitest';
import { errorBodySchema } from '#contract/error.ts';
import { listBlueprints } from '#contract/blueprint.ts';
import { call } from '../support/api.ts';
import { makeBlueprint } from '../support/blueprint.ts';
import { rawRequest } from '../support/raw-request.ts';
import { startTestServer } from '../support/test-server.ts';

const folder = await mkdtemp(join(tmpdir(), 'redrabbit-test-web-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
await mkdir(join(folder, 'web', 'assets'), { recursive: true });
await writeFile(join(folder, 'secret.txt'), 'a secret beside the web app');
await writeFile(join(folder, 'web', 'index.html'), '<!doctype html><title>the app</title>');
await writeFile(join(folder, 'web', 'assets', 'app-1a2b.js'), 'export {}');
const { address, context } = await startTestServer({ webFolder: join(folder, 'web') });

/** What must never be seen from outside. */
const internals = /node_modules|\.ts:|\.js:\d|\bat async\b|postgres:\/\/|select |ECONN|stack/i;

async function refusal(
  path: string,
  init: RequestInit = {},
): Promise<{ status: number; code: string; message: string }> {
  const answer = await fetch(address + path, init);
  const text = await answer.text();
  expect(text).not.toMatch(internals);
  const { error } = errorBodySchema.parse(JSON.parse(text));
  expect(error.message).toMatch(/^[A-Z].*\.$/);
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
  return { status: answer.status, code: error.code, message: error.message };
}

const post = (body: BodyInit, type = 'application/json'): RequestInit => ({
  method: 'POST',
  body,
  headers: { 'content-type': type },
});

test.each<[string, string, RequestInit, number]>([
  ['malformed JSON', '/api/v1/blueprints', post('{"name": '), 400],
  ['no JSON at all', '/api/v1/blueprints', post(''), 400],
  ['the wrong type', '/api/v1/blueprints', post('{"name": 7}'), 400],
  ['null', '/api/v1/blueprints', post('null'), 400],
  ['nothing', '/api/v1/blueprints', { method: 'POST' }, 400],
  ['an attack on prototypes', '/api/v1/blueprints', post('{"__proto__": {"name": "x"}}'), 400],
  ['JSON a hundred thousand deep', '/api/v1/blueprints', post('['.repeat(1e5) + ']'.repeat(1e5)), 400],
  [
    'objects fifty thousand deep',
    '/api/v1/blueprints',
    post('{"name":'.repeat(5e4) + '1' + '}'.repeat(5e4)),
    400,
  ],
  ['a body of 9 MB', '/api/v1/blueprints', post(`{"name": "${'x'.repeat(9e6)}"}`), 413],
  ['a type nobody reads', '/api/v1/blueprints', post('<name/>', 'text/xml'), 400],
  [
    'a form without a boundary',
    `/api/v1/blueprints/${crypto.randomUUID()}/goldens`,
    post('x', 'multipart/form-data'),
    400,
  ],
  ['a name of nothing but what nobody sees', '/api/v1/blueprints', post('{"name": "\\u200b\\u0000"}'), 400],
  ['a name of 300 letters', '/api/v1/blueprints', post(`{"name": "${'x'.repeat(300)}"}`), 400],
  ['an unknown product', '/api/v1/blueprints', post('{"name": "a", "productKind": "<script>"}'), 400],
  [
    'an unknown project',
    '/api/v1/blueprints',
    post(`{"name": "a", "projectId": "${crypto.randomUUID()}"}`),
    404,
  ],
  ['an unknown address', '/api/v1/nothing', {}, 404],
  ['an unknown address outside', '/nothing.php', {}, 404],
  ['a wrong method', '/api/v1/blueprints', { method: 'PUT' }, 404],
  ['a broken address', '/api/v1/blueprints/%E0%A4%A', {}, 400],
  ['an endless address', `/api/v1/blueprints/${'a'.repeat(9000)}`, {}, 400],
  [
    'a page marker of one’s own',
    '/api/v1/blueprints?after=2026-01-01T00:00:00Z_------------------------------------',
    {},
    400,
  ],
  ['a page marker from the end of time', '/api/v1/blueprints?after=yesterday', {}, 400],
  ['a query of the wrong kind', '/api/v1/blueprints?limit=many', {}, 400],
  ['a query twice', '/api/v1/blueprints?limit=1&limit=2', {}, 400],
])('%s is refused in a sentence', async (_, path, init, status) => {
  expect((await refusal(path, init)).status).toBe(status);
});

test('an address with a word where an id belongs says which', async () => {
  expect(await refusal('/api/v1/cells/undefined')).toMatchObject({
    status: 400,
    message: 'The address is not valid: what names the cell is no id.',
  });
  expect((await refusal('/api/v1/real-samples/7', { method: 'DELETE' })).message).toContain(
    'the real sample is',
  );
});

test('a page marker at the edge of what dates can be is no failure of the server', async () => {
  const id = crypto.randomUUID();
  for (const micros of ['9999999999999999', '99999999999999999', '-1', '0', 'NaN', '1e300', 7, null]) {
    const after = Buffer.from(JSON.stringify({ micros, id })).toString('base64url');
    const answer = await fetch(`${address}/api/v1/blueprints?after=${after}`);
    expect(answer.status).toBe(/^\d{1,16}$/.test(String(micros)) && typeof micros === 'string' ? 200 : 400);
  }
});

test.each([
  ['no HTTP', 'HELLO\r\n\r\n', 400],
  ['endless headers', `GET / HTTP/1.1\r\nHost: localhost\r\n${'x: y\r\n'.repeat(20_000)}\r\n`, 431],
])('%s is refused in the same shape', async (_, bytes, status) => {
  const answer = await rawRequest(address, bytes);
  expect(answer.status).toBe(status);
  expect(errorBodySchema.parse(JSON.parse(answer.body)).error.message).toMatch(/\.$/);
});

test('other sites are kept out: by origin, by host name, and from the live view', async () => {
  const { hostname, port } = new URL(address);
  for (const origin of [
    'https://evil.example',
    'null',
    `http://${hostname}:1`,
    `https://evil.example:${port}`,
  ]) {
    expect(await refusal('/api/v1/blueprints', { headers: { origin } })).toMatchObject({ status: 400 });
  }
  const own = await fetch(`${address}/api/v1/blueprints`, { headers: { origin: address } });
  expect(own.status).toBe(200);
  const rebound = await rawRequest(
    address,
    `GET /api/v1/blueprints HTTP/1.1\r\nHost: evil.example:${port}\r\nConnection: close\r\n\r\n`,
  );
  expect([rebound.status, rebound.body]).toEqual([400, expect.stringContaining('other sites are refused')]);

  const connects = (headers: Record<string, string>): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = io(address, {
        transports: ['websocket'],
        reconnection: false,
        forceNew: true,
        extraHeaders: headers,
      });
      socket.once('connect', () => resolve(socket.close().disconnected));
      socket.once('connect_error', () => resolve(false));
    });
  expect(await connects({ origin: address })).toBe(true);
  expect(await connects({ origin: 'https://evil.example' })).toBe(false);
  expect(await connects({ host: 'evil.example' })).toBe(false);
});

test.each([
  '/../secret.txt',
  '/..%2fsecret.txt',
  '/assets/../../secret.txt',
  '/assets/..%2f..%2fsecret.txt',
  '/assets/..%5c..%5csecret.txt',
  '/%2e%2e/secret.txt',
  '//secret.txt',
  '/assets/%00/../../secret.txt',
])('nothing beside the web app is served: %s', async (path) => {
  const answer = await rawRequest(
    address,
    `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
  );
  expect([400, 403, 404]).toContain(answer.status);
  expect(answer.body).not.toContain('a secret');
});

describe('the web app', () => {
  test('answers at every address of its own, with a policy that lets nothing in from elsewhere', async () => {
    for (const path of ['/', '/blueprints/1/review?name=a.b', '/index.html']) {
      const answer = await fetch(address + path);
      expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('the app')]);
      const policy = answer.headers.get('content-security-policy')!;
      expect(policy).toContain("default-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe-eval|https?:|\*|ws:/);
      expect((await fetch(address + path, { method: 'HEAD' })).status).toBe(200);
    }
    expect((await fetch(`${address}/blueprints`)).headers.get('cache-control')).toBe('no-cache');
    const script = await fetch(`${address}/assets/app-1a2b.js`);
    expect(script.headers.get('cache-control')).toContain('immutable');
  });
});

test('every answer carries what protects it, errors included', async () => {
  for (const path of ['/', '/api/v1/blueprints', '/api/v1/nothing', '/healthz']) {
    const { headers } = await fetch(address + path);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get('x-powered-by')).toBeNull();
  }
});

test('pictures are kept by browsers, and asked for by their heads', async () => {
  const { goldens } = await makeBlueprint(address, { photos: ['tile-a.jpg'], defects: [] });
  const url = address + goldens[0]!.pictureUrl;
  const first = await fetch(url);
  const bytes = (await first.arrayBuffer()).byteLength;
  const etag = first.headers.get('etag')!;
  expect(first.headers.get('cache-control')).toMatch(/^private, .*immutable/);
  const head = await fetch(url, { method: 'HEAD' });
  expect([head.status, head.headers.get('content-length')]).toEqual([200, String(bytes)]);
  for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    const again = await fetch(url, { headers: { 'if-none-match': tag } });
    expect([again.status, (await again.arrayBuffer()).byteLength]).toEqual([304, 0]);
  }
  expect((await fetch(url, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
  for (const path of [
    'goldens/ID/picture.png',
    'candidates/ID/thumbnails/large',
    'annotations/ID/mask.png',
  ]) {
    const unknown = await refusal(`/api/v1/${path.replace('ID', crypto.randomUUID())}`);
    expect(unknown).toMatchObject({ status: 404, code: 'not_found' });
  }
});

test('a list of ten thousand decisions is not too large to be read', async () => {
  const { blueprint } = await makeBlueprint(address, { photos: [], defects: [] });
  const decisions = Array.from({ length: 10_000 }, () => ({
    candidateId: crypto.randomUUID(),
    verdict: 'rejected',
    reasons: ['wrong-place', 'looks-pasted', 'too-faint'],
    note: 'the scratch crosses the edge of the part',
  }));
  const answer = await refusal(
    `/api/v1/blueprints/${blueprint.id}/decisions`,
    post(JSON.stringify({ decisions })),
  );
  expect(answer).toMatchObject({ status: 404, message: expect.stringContaining('not in this blueprint') });
});

test('pages of the list follow on from each other without a gap or a repeat', async () => {
  const seen: string[] = [];
  for (let after: string | null = ''; after !== null;) {
    const page: Awaited<ReturnType<typeof list>> = await list(after);
    seen.push(...page.blueprints.map(({ id }) => id));
    after = page.next;
  }
  const all = await call(address, listBlueprints, { query: { limit: 200 } });
  expect(seen).toEqual(all.blueprints.map(({ id }) => id));
  async function list(marker: string) {
    return call(address, listBlueprints, { query: { limit: 1, ...(marker !== '' && { after: marker }) } });
  }
});

test('without its database it says so, and keeps the reason to itself', async () => {
  expect(await (await fetch(`${address}/readyz`)).json()).toMatchObject({ ok: true });
  await context.db.destroy();
  const answer = await refusal('/api/v1/blueprints');
  expect(answer.status).toBeGreaterThanOrEqual(500);
  const ready = await fetch(`${address}/readyz?verbose`);
  expect([ready.status, await ready.text()]).toEqual([503, expect.not.stringMatching(internals)]);
  expect((await fetch(`${address}/healthz`)).status).toBe(200);
});
