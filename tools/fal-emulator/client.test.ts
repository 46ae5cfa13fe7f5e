import { createFalClient, ValidationError } from '@fal-ai/client';
import { describe, expect, it } from 'vitest';
import { openEmulator, testKey } from './testing/open-emulator.ts';
import { startFalEmulator } from './start-fal-emulator.ts';

const fill = 'fal-ai/flux-pro/v1/fill';
const inpaint = 'fal-ai/flux-general/inpainting';
const photo = 'data:image/png;base64,AAAA';
const input = { prompt: 'a deep scratch', image_url: photo, mask_url: photo };

describe('the real client at the emulator', () => {
  it('submits, watches, and reads a result', async () => {
    const { fal, emulator } = await openEmulator({ rules: [{ fault: { kind: 'stuck' } }] });
    const submitted = await fal.queue.submit(fill, { input });
    expect(submitted.status).toBe('IN_QUEUE');
    expect(submitted.status_url).toBe(
      `${emulator.url}/queue.fal.run/fal-ai/flux-pro/requests/${submitted.request_id}/status`,
    );
    const requestId = submitted.request_id;
    expect(await fal.queue.status(fill, { requestId })).toMatchObject({
      status: 'IN_QUEUE',
      queue_position: 0,
    });
    emulator.release();
    await emulator.idle();
    const done = await fal.queue.status(fill, { requestId });
    expect(done).toMatchObject({ status: 'COMPLETED', logs: null, metrics: {} });
    const result = await fal.queue.result(fill, { requestId });
    expect(result.requestId).toBe(requestId);
    expect(result.data.images).toHaveLength(1);
    expect(emulator.stats()).toMatchObject({ accepted: 1, ok: 1, delivered: 1, billedUnits: 1 });
  });

  it('subscribes, by polling and by streaming', async () => {
    const { fal, emulator } = await openEmulator();
    const polled = await fal.subscribe(fill, { input, pollInterval: 5 });
    expect(polled.data.images).toHaveLength(1);
    const seen: string[] = [];
    emulator.script([{ fault: { kind: 'stuck' } }]);
    const { request_id: requestId } = await fal.queue.submit(fill, { input });
    const stream = await fal.queue.streamStatus(fill, { requestId });
    stream.on('data', (status) => {
      seen.push(status.status);
      emulator.release();
    });
    await stream.done();
    expect(seen.at(0)).toBe('IN_QUEUE');
    expect(seen.at(-1)).toBe('COMPLETED');
  });

  it('takes an input that the model refuses, and says so in the result', async () => {
    const { fal, emulator } = await openEmulator();
    const { request_id: requestId } = await fal.queue.submit(fill, {
      input: { image_url: photo, num_images: 9, output_format: 'gif' } as never,
    });
    await emulator.idle();
    const error = await fal.queue.result(fill, { requestId }).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(ValidationError);
    const fields = (error as ValidationError).fieldErrors;
    expect(fields.map(({ loc, type }) => [loc.join('.'), type])).toEqual([
      ['body.prompt', 'missing'],
      ['body.num_images', 'less_than_equal'],
      ['body.output_format', 'one_of'],
      ['body.mask_url', 'missing'],
    ]);
    expect(emulator.stats()).toMatchObject({ ok: 0, failed: 1, billedUnits: 0 });
  });

  it('answers 400 to a result that is not there yet', async () => {
    const { fal } = await openEmulator({ latencyMs: 60_000 });
    const { request_id: requestId } = await fal.queue.submit(fill, { input });
    await expect(fal.queue.result(fill, { requestId })).rejects.toMatchObject({
      status: 400,
      body: { detail: 'Request is still in progress' },
      requestId,
    });
  });

  it('cancels what waits and what runs, and not what has ended', async () => {
    const { fal, emulator } = await openEmulator({ latencyMs: 60_000, slots: 1 });
    const running = (await fal.queue.submit(fill, { input })).request_id;
    const waiting = (await fal.queue.submit(fill, { input })).request_id;
    for (const requestId of [waiting, running]) {
      await fal.queue.cancel(fill, { requestId });
      expect((await fal.queue.status(fill, { requestId })).status).toBe('COMPLETED');
      await expect(fal.queue.result(fill, { requestId })).rejects.toMatchObject({
        status: 499,
        body: { error_type: 'client_cancelled' },
      });
    }
    await expect(fal.queue.cancel(fill, { requestId: running })).rejects.toMatchObject({
      status: 400,
      body: { status: 'ALREADY_COMPLETED' },
    });
    await expect(fal.queue.cancel(fill, { requestId: 'unknown' })).rejects.toMatchObject({
      status: 404,
      body: { status: 'NOT_FOUND' },
    });
    expect(emulator.stats()).toMatchObject({ cancelled: 2, billedUnits: 0, running: 0 });
  });

  it('runs as many jobs as there are slots, in order, low priority last', async () => {
    const { fal, emulator } = await openEmulator({ latencyMs: 60_000, slots: 1 });
    const submit = async (priority: 'normal' | 'low'): Promise<string> =>
      (await fal.queue.submit(fill, { input, priority })).request_id;
    const first = await submit('normal');
    const low = await submit('low');
    const second = await submit('normal');
    expect(await fal.queue.status(fill, { requestId: low })).toMatchObject({ queue_position: 1 });
    expect(await fal.queue.status(fill, { requestId: second })).toMatchObject({ queue_position: 0 });
    for (const requestId of [first, second, low]) {
      await emulator.until((one) => one.what === 'started' && one.requestId === requestId);
      await fal.queue.cancel(fill, { requestId });
    }
    const started = emulator.log().filter(({ what }) => what === 'started');
    expect(started.map(({ requestId }) => requestId)).toEqual([first, second, low]);
    expect(emulator.stats().mostRunning).toBe(1);
  });

  it('prints the steps of models that print them, never backwards', async () => {
    const { fal, emulator } = await openEmulator({ latencyMs: 60 });
    const percents: number[] = [];
    await fal.subscribe(inpaint, {
      input,
      logs: true,
      pollInterval: 5,
      onQueueUpdate: (update) => {
        const last = 'logs' in update ? update.logs?.at(-1)?.message : undefined;
        if (last) percents.push(Number(/^\s*(\d+)%\|/.exec(last)?.[1]));
      },
    });
    expect(percents.at(-1)).toBe(100);
    expect(percents).toEqual(percents.toSorted((a, b) => a - b));
    await emulator.idle();
  });

  it('keeps the digits of a seed that a double cannot hold', async () => {
    const { fal, call, emulator } = await openEmulator();
    const { request_id: requestId } = await fal.queue.submit(fill, { input });
    await emulator.idle();
    const answer = await call('GET', `queue.fal.run/fal-ai/flux-pro/requests/${requestId}`);
    const digits = /"seed":(\d+)/.exec(await answer.text())![1]!;
    expect(BigInt(digits)).toBeGreaterThan(2n ** 53n);
    expect(`${Number(digits)}`).not.toBe(digits);
    expect(answer.headers.get('x-fal-billable-units')).toBe('1');
    const mine = await fal.subscribe(fill, { input: { ...input, seed: 42 }, pollInterval: 5 });
    expect(mine.data.seed).toBe(42);
  });
});

describe('the ways in', () => {
  it('are the app alone, the whole endpoint id, and /response', async () => {
    const { fal, call, emulator } = await openEmulator();
    const { request_id: requestId } = await fal.queue.submit(fill, { input });
    await emulator.idle();
    for (const path of [`fal-ai/flux-pro/requests/${requestId}`, `${fill}/requests/${requestId}`]) {
      expect((await call('GET', `queue.fal.run/${path}/status`)).status).toBe(200);
      expect((await call('GET', `queue.fal.run/${path}`)).status).toBe(200);
      expect((await call('GET', `queue.fal.run/${path}/response`)).status).toBe(200);
    }
    expect((await call('GET', `queue.fal.run/fal-ai/other/requests/${requestId}`)).status).toBe(404);
    expect((await call('GET', `queue.fal.run/requests/${requestId}`)).status).toBe(404);
    expect((await call('GET', `queue.fal.run/${fill}`)).status).toBe(405);
  });

  it('have a namespace in front for workflows', async () => {
    const { fal, emulator } = await openEmulator();
    const workflow = 'workflows/emulator/repaint';
    const submitted = await fal.queue.submit(workflow, { input });
    expect(submitted.status_url).toContain('/queue.fal.run/workflows/emulator/repaint/requests/');
    await emulator.idle();
    const { data } = await fal.queue.result(workflow, { requestId: submitted.request_id });
    expect(data).toMatchObject({ images: [{ content_type: 'image/png' }] });
  });

  it("are the client's proxy mode too", async () => {
    const emulator = await startFalEmulator({ latencyMs: 5, pictures: 'fixed' });
    const fal = createFalClient({ credentials: testKey, proxyUrl: { url: emulator.url, when: 'always' } });
    const result = await fal.subscribe(fill, { input, pollInterval: 5 });
    expect(result.data.images).toHaveLength(1);
    await emulator.close();
  });

  it('are closed to an unknown app, and a path unknown to a known app fails as a result', async () => {
    const { fal, emulator } = await openEmulator();
    await expect(fal.queue.submit('nobody/nothing', { input })).rejects.toMatchObject({ status: 404 });
    const { request_id: requestId } = await fal.queue.submit('fal-ai/flux-pro/v9', { input });
    await emulator.idle();
    await expect(fal.queue.result('fal-ai/flux-pro/v9', { requestId })).rejects.toMatchObject({
      status: 404,
      body: { detail: 'Path /v9 not found' },
    });
  });

  it('need a good key, sent as fal wants it', async () => {
    const { call } = await openEmulator({ keys: [testKey] });
    const probe = (authorization: string): Promise<Response> =>
      call('GET', 'queue.fal.run/fal-ai/flux-pro/requests/none/status', undefined, { authorization });
    expect((await probe(`Key ${testKey}`)).status).toBe(404);
    const bad = await probe('Key some:other');
    expect([bad.status, await bad.json()]).toEqual([401, { detail: 'invalid key credentials' }]);
    const none = await probe(`Bearer ${testKey}`);
    expect(none.status).toBe(401);
    expect(await none.text()).toContain('Authentication is required');
  });

  it('are shut while the balance is used up, and what runs goes on', async () => {
    const { fal, emulator } = await openEmulator();
    const { request_id: requestId } = await fal.queue.submit(fill, { input });
    emulator.lock();
    await expect(fal.queue.status(fill, { requestId })).rejects.toMatchObject({ status: 403 });
    await expect(fal.queue.submit(fill, { input })).rejects.toMatchObject({
      status: 403,
      body: { detail: expect.stringContaining('Exhausted balance') },
    });
    await emulator.idle();
    emulator.unlock();
    expect((await fal.queue.status(fill, { requestId })).status).toBe('COMPLETED');
  });

  it('run at once without the queue, or are refused when all slots are taken', async () => {
    const { fal, call, emulator } = await openEmulator({ slots: 1 });
    expect((await fal.run(fill, { input })).data.images).toHaveLength(1);
    emulator.script([{ on: 'run', nth: 1, fault: { kind: 'crawl', factor: 1e6 } }]);
    const taken = expect(fal.run(fill, { input })).rejects.toMatchObject({ status: 499 });
    const { requestId } = await emulator.until(
      ({ what }) => what === 'started' && emulator.stats().running > 0,
    );
    const refused = await call('POST', `fal.run/${fill}`, input);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('x-fal-needs-retry')).toBe('1');
    await fal.queue.cancel(fill, { requestId: requestId! });
    await taken;
  });
});

describe('time at fal', () => {
  it('ends a job that did not start by its deadline', async () => {
    const { fal, emulator } = await openEmulator({ slots: 1, latencyMs: 60_000, speed: 100 });
    await fal.queue.submit(fill, { input });
    const { request_id: requestId } = await fal.queue.submit(fill, { input, startTimeout: 5 });
    await emulator.until((one) => one.what === 'completed' && one.requestId === requestId);
    await expect(fal.queue.result(fill, { requestId })).rejects.toMatchObject({
      status: 504,
      isUserTimeout: true,
      body: { error_type: 'request_timeout' },
    });
  });

  it('refuses what would wait behind too many', async () => {
    const { call } = await openEmulator({ slots: 1, latencyMs: 60_000 });
    const submit = (): Promise<Response> =>
      call('POST', `queue.fal.run/${fill}?fal_max_queue_length=1`, input);
    expect([(await submit()).status, (await submit()).status, (await submit()).status]).toEqual([
      200, 200, 429,
    ]);
  });

  it('forgets a result after an hour, which passes as fast as asked', async () => {
    const { fal, call, emulator } = await openEmulator({ speed: 100_000 });
    const { request_id: requestId } = await fal.queue.submit(fill, { input });
    await emulator.idle();
    const look = async (): Promise<unknown> => {
      const answer = await call('GET', `queue.fal.run/fal-ai/flux-pro/requests/${requestId}`);
      return [answer.status, await answer.json()];
    };
    await expect.poll(look).toEqual([404, { status: 'NOT_FOUND' }]);
  });
});
