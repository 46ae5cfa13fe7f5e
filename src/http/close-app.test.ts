import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createBareApp } from './bare-app.ts';
import { closeApp } from './close-app.ts';

/** A server with one request under way, a connection that says nothing, and one that says half of something. */
async function openApp() {
  const app = createBareApp(
    { log: pino({ level: 'silent' }) },
    { boundTo: '127.0.0.1', pictureOrigin: null },
  );
  const begun = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  app.get('/slow', async () => {
    begun.resolve();
    await goOn.promise;
    return { ok: true };
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const silent = connect(port, '127.0.0.1');
  const half = connect(port, '127.0.0.1');
  for (const socket of [silent, half]) socket.on('error', () => {});
  await Promise.all([once(silent, 'connect'), once(half, 'connect')]);
  half.write('GET /slow HTTP/1.1\r\nHost: 127');
  const answer = fetch(`http://127.0.0.1:${port}/slow`);
  answer.catch(() => {});
  await begun.promise;
  return { app, answer, goOn };
}

test('a stop waits for the request under way, and for nobody who says nothing', async () => {
  const { app, answer, goOn } = await openApp();
  const closed = closeApp(app, 60_000);
  goOn.resolve();
  expect(await (await answer).json()).toEqual({ ok: true });
  await closed;
});

test('a request that does not end is cut when the grace is over', async () => {
  const { app, answer, goOn } = await openApp();
  await closeApp(app, 20);
  await expect(answer).rejects.toThrow('fetch failed');
  goOn.resolve();
});
