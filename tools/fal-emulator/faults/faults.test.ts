import { describe, expect, it } from 'vitest';
import { openEmulator, type OpenEmulator } from '../testing/open-emulator.ts';
import { receiveWebhooks } from '../testing/receive-webhooks.ts';
import { nameOfFault, type Fault } from './fault.ts';
import { mixedFaults } from './mixed-faults.ts';
import { ruleSchema, type RuleInput } from './rule.ts';

const fill = 'fal-ai/flux-pro/v1/fill';
const photo = 'data:image/png;base64,AAAA';
const input = { prompt: 'a deep scratch', image_url: photo, mask_url: photo };

/** One submission without the client's retries. */
function submit({ call }: OpenEmulator): Promise<Response> {
  return call('POST', `queue.fal.run/${fill}`, input);
}

async function openWith(fault: RuleInput['fault'], more: Partial<RuleInput> = {}): Promise<OpenEmulator> {
  return openEmulator({ latencyMs: 1, rules: [{ nth: 1, fault, ...more }] });
}

describe('a submission that is refused', () => {
  it('is not bought, and says when to come again', async () => {
    const opened = await openWith({ kind: 'answer', status: 429, retryAfter: 7 });
    const answer = await submit(opened);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7']);
    expect(answer.headers.get('x-fal-request-id')).toBeTruthy();
    expect(opened.emulator.stats()).toMatchObject({ accepted: 0, faults: { 'answer 429': 1 } });
    expect((await submit(opened)).status).toBe(200);
  });

  it.each([502, 503, 504])('comes back as a page of what stands before fal: %i', async (status) => {
    const answer = await submit(await openWith({ kind: 'answer', status }));
    expect(answer.status).toBe(status);
    expect(answer.headers.get('x-fal-request-id')).toBeNull();
    expect(await answer.text()).toContain('nginx');
  });

  it('is reset', async () => {
    const opened = await openWith({ kind: 'reset' });
    await expect(submit(opened)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    expect(opened.emulator.stats().accepted).toBe(0);
  });

  it('is a page in place of an answer', async () => {
    const opened = await openWith({ kind: 'html' });
    const data: unknown = await opened.fal.queue.submit(fill, { input });
    expect(data).toContain('<html>');
    expect(opened.emulator.stats().accepted).toBe(0);
  });
});

describe('a submission whose answer is lost', () => {
  it.each<[string, RuleInput['fault']]>([
    ['reset', { kind: 'reset', accepted: true }],
    ['a 504', { kind: 'answer', status: 504, accepted: true }],
    ['a page', { kind: 'html', accepted: true }],
    ['half an answer', { kind: 'malformed' }],
  ])('runs and is billed all the same: %s', async (_, fault) => {
    const opened = await openWith(fault);
    await submit(opened)
      .then((answer) => answer.json())
      .catch(() => null);
    await opened.emulator.idle();
    expect(opened.emulator.stats()).toMatchObject({ accepted: 1, answersLost: 1, ok: 1, billedUnits: 1 });
  });

  it('is sent again by the client left to itself, and bought twice', async () => {
    const { fal, emulator } = await openWith({ kind: 'reset', accepted: true });
    await fal.queue.submit(fill, { input });
    await emulator.idle();
    expect(emulator.stats()).toMatchObject({ accepted: 2, contentsBilledTwice: 1 });
  });

  it('still has its webhook, as one request has one fault unless asked otherwise', async () => {
    const receiver = await receiveWebhooks();
    const reset: RuleInput = { fault: { kind: 'reset', accepted: true } };
    const missing: RuleInput = { fault: { kind: 'webhook', way: 'missing' } };
    const opened = await openEmulator({ latencyMs: 1, rules: [reset, missing] });
    const address = `queue.fal.run/${fill}?fal_webhook=${encodeURIComponent(receiver.url)}`;
    await opened.call('POST', address, input).catch(() => null);
    await receiver.have(1);
    opened.emulator.script([reset, { ...missing, together: true }]);
    await opened.call('POST', address, input).catch(() => null);
    await opened.emulator.idle();
    expect(receiver.received).toHaveLength(1);
    const withheld = opened.emulator.log().filter(({ what }) => what === 'webhook withheld');
    expect(withheld).toHaveLength(1);
    opened.emulator.sendWithheld(withheld[0]!.requestId!);
    await receiver.have(2);
  });
});

describe('other requests', () => {
  it('are slow, or lose their answers, as often as asked', async () => {
    const opened = await openEmulator({
      latencyMs: 1,
      rules: [
        { on: 'status', times: 2, fault: { kind: 'answer', status: 500 } },
        { on: 'result', endpoint: 'fal-ai/flux-*', nth: [1, 2], fault: { kind: 'malformed' } },
        { on: 'jwks', every: 2, fault: { kind: 'slow', ms: 300 } },
      ],
    });
    const { request_id: id } = (await (await submit(opened)).json()) as { request_id: string };
    await opened.emulator.idle();
    const app = 'queue.fal.run/fal-ai/flux-pro/requests';
    const statuses = [1, 2, 3].map(async () => (await opened.call('GET', `${app}/${id}/status`)).status);
    expect((await Promise.all(statuses)).toSorted((a, b) => a - b)).toEqual([200, 500, 500]);
    const results = [1, 2, 3].map(async () => (await opened.call('GET', `${app}/${id}`)).json());
    const settled = await Promise.allSettled(results);
    expect(settled.filter(({ status }) => status === 'rejected')).toHaveLength(2);
    const times: number[] = [];
    for (let k = 0; k < 2; k++) {
      const before = performance.now();
      await opened.call('GET', 'rest.fal.ai/.well-known/jwks.json');
      times.push(performance.now() - before);
    }
    expect(times[1]).toBeGreaterThan(150);
  });
});

describe('a picture that cannot be had', () => {
  const fetchPicture = async (rule: RuleInput): Promise<[url: string, answer: Response | null]> => {
    const { fal } = await openEmulator({ latencyMs: 1, rules: [rule] });
    const { data } = await fal.subscribe(fill, { input, pollInterval: 2 });
    const { url } = data.images[0]!;
    return [url, url.includes('127.0.0.1') ? await fetch(url, { redirect: 'manual' }) : null];
  };

  it('is elsewhere, or nowhere, or has no end', async () => {
    const picture = (way: 'foreign' | 'gone'): RuleInput => ({ fault: { kind: 'picture', way } });
    expect((await fetchPicture(picture('foreign')))[0]).toBe('https://media.example/output.jpeg');
    expect((await fetchPicture(picture('gone')))[1]?.status).toBe(404);
    const [, moved] = await fetchPicture({
      on: 'media',
      fault: { kind: 'redirect', location: '/elsewhere' },
    });
    expect([moved?.status, moved?.headers.get('location')]).toEqual([302, '/elsewhere']);
    const [, huge] = await fetchPicture({ on: 'media', fault: { kind: 'huge', megabytes: 3 } });
    expect((await huge!.arrayBuffer()).byteLength).toBe(3 * 1024 * 1024);
  });
});

describe('a job that goes wrong', () => {
  it.each([
    ['internal_server_error', 500, '1'],
    ['no_media_generated', 422, '0'],
    ['runner_server_error', 500, null],
  ] as const)('fails with %s', async (type, status, canRetry) => {
    const opened = await openWith({ kind: 'error', type });
    const { fal, call, emulator } = opened;
    const { request_id: requestId } = await fal.queue.submit(fill, { input });
    await emulator.idle();
    const answer = await call('GET', `queue.fal.run/fal-ai/flux-pro/requests/${requestId}`);
    expect([answer.status, answer.headers.get('x-fal-needs-retry')]).toEqual([status, canRetry]);
    const seen = await fal.queue.status(fill, { requestId });
    expect(seen.status).toBe('COMPLETED');
    if (canRetry === null) expect(seen).toMatchObject({ error_type: type });
    else expect(seen).not.toHaveProperty('error_type');
    expect(emulator.stats()).toMatchObject({ failed: 1, billedUnits: 0 });
  });

  it('is stuck in the queue, and others pass it', async () => {
    const { fal, emulator } = await openWith({ kind: 'stuck' });
    const stuck = (await fal.queue.submit(fill, { input })).request_id;
    const other = (await fal.queue.submit(fill, { input })).request_id;
    await emulator.until((one) => one.what === 'completed' && one.requestId === other);
    expect(await fal.queue.status(fill, { requestId: stuck })).toMatchObject({ queue_position: 0 });
    emulator.release();
    await emulator.idle();
    expect((await fal.queue.status(fill, { requestId: stuck })).status).toBe('COMPLETED');
  });

  it('is cancelled too late', async () => {
    const rules: RuleInput[] = [
      { fault: { kind: 'unstoppable' } },
      { fault: { kind: 'stuck', running: true }, together: true },
    ];
    const { fal, emulator } = await openEmulator({ latencyMs: 1, rules });
    const { request_id: requestId } = await fal.queue.submit(fill, { input });
    await fal.queue.cancel(fill, { requestId });
    expect((await fal.queue.status(fill, { requestId })).status).toBe('IN_PROGRESS');
    expect(emulator.stats()).toMatchObject({ open: 1, cancelled: 0 });
    emulator.release();
    await emulator.idle();
    expect(emulator.stats()).toMatchObject({ open: 0, ok: 1, billedUnits: 1 });
  });

  it('finds the account locked, which opens again by itself', async () => {
    const opened = await openWith({ kind: 'lock', ms: 50 });
    expect((await submit(opened)).status).toBe(403);
    await expect.poll(async () => (await submit(opened)).status).toBe(200);
  });
});

describe('a script', () => {
  it('draws the same faults from the same seed, whatever the order of arrival', async () => {
    const faultsOf = async (seed: number, order: readonly number[]): Promise<string[]> => {
      const opened = await openEmulator({
        seed,
        slots: 40,
        rules: [{ probability: 0.5, fault: { kind: 'answer', status: 500 } }],
      });
      const submitOne = async (n: number): Promise<string> => {
        const body = { ...input, prompt: `scratch ${n}` };
        return `${n} ${(await opened.call('POST', `queue.fal.run/${fill}`, body)).status}`;
      };
      return (await Promise.all(order.map(submitOne))).sort();
    };
    const order = Array.from({ length: 16 }, (_, n) => n);
    const once = await faultsOf(7, order);
    expect(await faultsOf(7, order.toReversed())).toEqual(once);
    expect(await faultsOf(8, order)).not.toEqual(once);
    expect(once.filter((text) => text.endsWith('500')).length).toBeGreaterThan(2);
  });

  it('comes over HTTP, and is refused with a sentence when it is none', async () => {
    const opened = await openEmulator({ latencyMs: 1 });
    const send = (body: unknown, to = 'script'): Promise<Response> =>
      fetch(`${opened.emulator.url}/__emulator/${to}`, { method: 'POST', body: JSON.stringify(body) });
    expect((await send({ rules: [{ fault: { kind: 'answer', status: 503 } }] })).status).toBe(200);
    expect((await submit(opened)).status).toBe(503);
    for (const wrong of [
      { rules: [{ fault: { kind: 'meteor' } }] },
      { rules: [{ on: 'status', fault: { kind: 'stuck' } }] },
      [],
    ]) {
      const answer = await send(wrong);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toEqual({ error: expect.stringMatching(/\w/) });
    }
    expect((await submit(opened)).status).toBe(503);
    expect((await send({ rate: 0 }, 'mixed-faults')).status).toBe(200);
    expect((await submit(opened)).status).toBe(200);
    await opened.emulator.idle();
    const read = async (what: string): Promise<unknown> =>
      (await fetch(`${opened.emulator.url}/__emulator/${what}`)).json();
    expect(await read('stats')).toMatchObject({ accepted: 1, ok: 1, faults: { 'answer 503': 2 } });
    expect(await read('purchases')).toMatchObject([{ endpoint: fill, ended: 'ok', attempt: null }]);
    expect(await read('log')).toContainEqual(expect.objectContaining({ what: 'accepted' }));
  });

  it('has a mixture in which nothing that is lost stays lost', () => {
    const rules = mixedFaults(0.3).map((rule) => ruleSchema.parse(rule));
    const total = rules.filter(({ on }) => on === 'submit').reduce((sum, rule) => sum + rule.probability!, 0);
    expect(total).toBeCloseTo(0.3);
    const names = rules.map(({ fault }): string => nameOfFault(fault as Fault));
    expect(names).toContain('reset accepted');
    expect(rules.some(({ together }) => together)).toBe(false);
  });
});
