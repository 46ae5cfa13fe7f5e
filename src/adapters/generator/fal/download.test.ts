import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { downloadPicture, isMediaAddress } from './download.ts';

let server: Server | null = null;
afterEach(async () => {
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(null)));
  server = null;
});

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test.each([
  ['https://v3.fal.media/files/a.png', true],
  ['https://fal.media/files/a.png', true],
  ['http://v3.fal.media/files/a.png', false],
  ['https://v3.fal.media:8443/files/a.png', false],
  ['https://user@v3.fal.media/a.png', false],
  ['https://fal.media.example.com/a.png', false],
  ['https://evilfal.media/a.png', false],
  ['https://169.254.169.254/latest/meta-data', false],
  ['file:///etc/passwd', false],
  ['not an address', false],
])('%s is one of fal’s: %s', (address, expected) => {
  expect(isMediaAddress(address, { standIn: null })).toBe(expected);
});

test('fetches from the stand-in, whichever of the two ways the address is written', async () => {
  const standIn = await serve((request, response) => response.end(request.url));
  const egress = { forbidden: false, standIn };
  for (const address of [`${standIn}/v3.fal.media/a.png`, 'https://v3.fal.media/a.png']) {
    const got = await downloadPicture(address, egress);
    expect(got.kind === 'bytes' && Buffer.from(got.bytes).toString()).toBe('/v3.fal.media/a.png');
  }
});

test('follows no redirect, and tells gone from failed', async () => {
  const standIn = await serve((request, response) => {
    if (request.url === '/v3.fal.media/moved') response.writeHead(302, { location: '/v3.fal.media/other' });
    else response.writeHead(request.url === '/v3.fal.media/gone' ? 404 : 500);
    response.end();
  });
  const egress = { forbidden: false, standIn };
  expect((await downloadPicture('https://v3.fal.media/moved', egress)).kind).toBe('failed');
  expect(await downloadPicture('https://v3.fal.media/gone', egress)).toEqual({ kind: 'gone', status: 404 });
  expect((await downloadPicture('https://v3.fal.media/broken', egress)).kind).toBe('failed');
});

test('stops at the limit of size, whatever was announced', async () => {
  const standIn = await serve((_, response) => {
    const part = Buffer.alloc(8 * 1024 * 1024);
    const more = (): void => {
      while (response.write(part)) if (response.destroyed) return;
      response.once('drain', more);
    };
    more();
  });
  const got = await downloadPicture('https://v3.fal.media/endless', { forbidden: false, standIn });
  expect(got).toMatchObject({ kind: 'refused', why: expect.stringContaining('64 MB') });
});

test('takes a picture inline, and nothing else inline', async () => {
  const egress = { forbidden: false, standIn: null };
  expect(await downloadPicture('data:image/png;base64,AAEC', egress)).toEqual({
    kind: 'bytes',
    bytes: Buffer.from([0, 1, 2]),
  });
  expect((await downloadPicture('data:text/html;base64,AAEC', egress)).kind).toBe('refused');
});

test('fetches nothing where nothing may leave', async () => {
  const got = await downloadPicture('https://v3.fal.media/a.png', { forbidden: true, standIn: null });
  expect(got.kind).toBe('failed');
});
