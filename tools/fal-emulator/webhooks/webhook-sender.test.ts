import type { JsonWebKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { RuleInput } from '../faults/rule.ts';
import { openEmulator, type OpenEmulator } from '../testing/open-emulator.ts';
import { judgeWebhook, receiveWebhooks, type Receiver } from '../testing/receive-webhooks.ts';

const fill = 'fal-ai/flux-pro/v1/fill';
const photo = 'data:image/png;base64,AAAA';
const input = { prompt: 'a deep scratch', image_url: photo, mask_url: photo };

/** Hours at fal pass in milliseconds, so that its waits between attempts do. */
const quick = { latencyMs: 1, speed: 10_000 };

function submit(
  opened: OpenEmulator,
  receiver: Receiver,
  attempt = 'token-1',
): Promise<{ request_id: string }> {
  const webhookUrl = `${receiver.url}/webhooks/fal/${attempt}?job=job-1`;
  return opened.fal.queue.submit(fill, { input, webhookUrl });
}

const webhook = (way: string, more: object = {}): RuleInput[] => [
  { fault: { kind: 'webhook', way, ...more } as RuleInput['fault'] },
];

async function keysOf({ call }: OpenEmulator): Promise<JsonWebKey[]> {
  const answer = await call('GET', 'rest.fal.ai/.well-known/jwks.json');
  return ((await answer.json()) as { keys: JsonWebKey[] }).keys;
}

describe('webhooks', () => {
  it('carry the result, signed, to the address with its token', async () => {
    const opened = await openEmulator(quick);
    const receiver = await receiveWebhooks();
    const { request_id: requestId } = await submit(opened, receiver);
    const [message] = await receiver.have(1);
    expect(message!.path).toBe('/webhooks/fal/token-1?job=job-1');
    expect(JSON.parse(message!.body)).toMatchObject({
      request_id: requestId,
      status: 'OK',
      error: null,
      payload: { images: [{ content_type: 'image/jpeg' }], prompt: input.prompt },
    });
    const keys = await keysOf(opened);
    expect(judgeWebhook(message!, keys)).toBe('genuine');
    const other = { ...message!, body: message!.body.replace('scratch', 'stain') };
    expect(judgeWebhook(other, keys)).toBe('forged');
    await opened.emulator.idle();
    expect(opened.emulator.purchases()).toMatchObject([
      { requestId, attempt: 'token-1', job: 'job-1', ended: 'ok', webhooksAcknowledged: 1 },
    ]);
  });

  it('carry the reason of a failure', async () => {
    const opened = await openEmulator(quick);
    const receiver = await receiveWebhooks();
    const webhookUrl = `${receiver.url}/hook`;
    await opened.fal.queue.submit(fill, { input: { ...input, prompt: 'a forbidden thing' }, webhookUrl });
    const [message] = await receiver.have(1);
    expect(JSON.parse(message!.body)).toMatchObject({
      status: 'ERROR',
      error: 'Invalid status code: 422',
      payload: { detail: [{ type: 'content_policy_violation', loc: ['body', 'prompt'] }] },
    });
  });

  it('come again until they are acknowledged', async () => {
    const opened = await openEmulator(quick);
    const receiver = await receiveWebhooks((count) => ({ status: [500, 404, 200][count - 1]! }));
    await submit(opened, receiver);
    await opened.emulator.idle();
    expect(receiver.received).toHaveLength(3);
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    expect(opened.emulator.stats().webhooks).toMatchObject({
      sent: 3,
      acknowledged: 1,
      refused: 2,
      givenUp: 0,
    });
  });

  it('are given up after a redirect, or too many attempts', async () => {
    const opened = await openEmulator({ ...quick, webhooks: { mostRetries: 2 } });
    const moved = await receiveWebhooks(() => ({ status: 308, headers: { location: '/elsewhere' } }));
    const broken = await receiveWebhooks(() => ({ status: 503 }));
    await submit(opened, moved);
    await submit(opened, broken);
    await opened.emulator.idle();
    expect([moved.received.length, broken.received.length]).toEqual([1, 3]);
    expect(opened.emulator.stats().webhooks.givenUp).toBe(2);
  });

  it('time out and come again', async () => {
    const opened = await openEmulator({ ...quick, webhooks: { timeoutsMs: [20, 10_000] } });
    const receiver = await receiveWebhooks((count) => (count === 1 ? 'silence' : { status: 200 }));
    await submit(opened, receiver);
    await opened.emulator.idle();
    const refused = opened.emulator.log().find(({ what }) => what === 'webhook refused');
    expect([receiver.received.length, refused?.detail]).toEqual([2, 'TimeoutError']);
  });

  it('go to this machine only', async () => {
    const { fal, emulator } = await openEmulator(quick);
    await fal.queue.submit(fill, { input, webhookUrl: 'http://192.0.2.1/hook' });
    await fal.queue.submit(fill, { input, webhookUrl: 'not an address' });
    await emulator.idle();
    expect(emulator.log().filter(({ what }) => what === 'webhook dropped')).toHaveLength(2);
    expect(emulator.stats().webhooks.sent).toBe(0);
  });

  it('are signed with the new key after a rotation', async () => {
    const opened = await openEmulator({ ...quick, rules: [{ nth: 2, fault: { kind: 'rotate-keys' } }] });
    const receiver = await receiveWebhooks();
    const before = await keysOf(opened);
    await submit(opened, receiver);
    await receiver.have(1);
    await submit(opened, receiver);
    const [first, second] = await receiver.have(2);
    const after = await keysOf(opened);
    expect([before.length, after.length]).toEqual([1, 2]);
    expect([judgeWebhook(first!, before), judgeWebhook(first!, after)]).toEqual(['genuine', 'genuine']);
    expect([judgeWebhook(second!, before), judgeWebhook(second!, after)]).toEqual(['forged', 'genuine']);
    opened.emulator.rotateKeys({ keepOld: false });
    expect(judgeWebhook(second!, await keysOf(opened))).toBe('forged');
  });
});

describe('a webhook that goes wrong', () => {
  it('comes twice', async () => {
    const opened = await openEmulator({ ...quick, rules: webhook('duplicate') });
    const receiver = await receiveWebhooks();
    await submit(opened, receiver);
    await opened.emulator.idle();
    expect(receiver.received).toHaveLength(2);
    expect(receiver.received[0]!.body).toBe(receiver.received[1]!.body);
  });

  it("comes before the submit's answer, whatever the slots are busy with", async () => {
    const opened = await openEmulator({ latencyMs: 60_000, slots: 1 });
    const receiver = await receiveWebhooks();
    await submit(opened, receiver, 'busy');
    opened.emulator.script(webhook('early'));
    const { request_id: requestId } = await submit(opened, receiver, 'early');
    expect(receiver.received.map(({ path }) => path)).toEqual(['/webhooks/fal/early?job=job-1']);
    expect(JSON.parse(receiver.received[0]!.body)).toMatchObject({ request_id: requestId });
  });

  it('comes late', async () => {
    const opened = await openEmulator({ ...quick, rules: webhook('late', { ms: 300 }) });
    const receiver = await receiveWebhooks();
    await submit(opened, receiver);
    await opened.emulator.idle();
    const at = (wanted: string): number => opened.emulator.log().find(({ what }) => what === wanted)!.at;
    // A timer counts from where its turn of the event loop began: on a busy machine that is a while before.
    expect(at('webhook acknowledged') - at('completed')).toBeGreaterThan(150);
  });

  it('comes after the one behind it', async () => {
    const opened = await openEmulator({
      ...quick,
      rules: [{ nth: 1, fault: { kind: 'webhook', way: 'reordered', ms: 30_000 } }],
    });
    const receiver = await receiveWebhooks();
    await submit(opened, receiver, 'first');
    await opened.emulator.until(({ what }) => what === 'completed');
    await submit(opened, receiver, 'second');
    await opened.emulator.idle();
    expect(receiver.received.map(({ path }) => path.split('?')[0])).toEqual([
      '/webhooks/fal/second',
      '/webhooks/fal/first',
    ]);
  });

  it.each([
    ['tampered', ['forged', 'genuine']],
    ['wrong-signature', ['forged', 'genuine']],
    ['stale', ['stale']],
  ])('is %s', async (way, judgements) => {
    const opened = await openEmulator({ ...quick, rules: webhook(way) });
    const receiver = await receiveWebhooks();
    await submit(opened, receiver);
    await opened.emulator.idle();
    const keys = await keysOf(opened);
    expect(receiver.received.map((message) => judgeWebhook(message, keys))).toEqual(judgements);
  });

  it('is forged, and no genuine one follows', async () => {
    const opened = await openEmulator({ ...quick, rules: webhook('tampered', { instead: true }) });
    const receiver = await receiveWebhooks();
    await submit(opened, receiver);
    await opened.emulator.idle();
    expect(receiver.received).toHaveLength(1);
  });

  it('never comes', async () => {
    // Not with hours that pass in milliseconds: after one the result is forgotten.
    const opened = await openEmulator({ latencyMs: 1, rules: webhook('missing') });
    const receiver = await receiveWebhooks();
    const { request_id: requestId } = await submit(opened, receiver);
    await opened.emulator.idle();
    expect(receiver.received).toHaveLength(0);
    expect((await opened.fal.queue.result(fill, { requestId })).data.images).toHaveLength(1);
  });
});
