import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { expect, test } from 'vitest';
import { readMessage, trustOf } from './read-webhook.ts';
import type { WebhookKeys } from './webhook-keys.ts';

const now = 1_900_000_000;
const body = Buffer.from('{"request_id":"r1","status":"OK","payload":{}}');
const old = generateKeyPairSync('ed25519');
const next = generateKeyPairSync('ed25519');

function signed(privateKey: KeyObject, at = now, content: Uint8Array = body): Record<string, string> {
  const digest = createHash('sha256').update(content).digest('hex');
  const message = Buffer.from(`r1\nuser\n${at}\n${digest}`);
  return {
    'x-fal-webhook-request-id': 'r1',
    'x-fal-webhook-user-id': 'user',
    'x-fal-webhook-timestamp': `${at}`,
    'x-fal-webhook-signature': sign(null, message, privateKey).toString('hex'),
  };
}

function known(current: KeyObject[], renewed = current): WebhookKeys {
  return { current: async () => current, renewed: async () => renewed };
}

test('believes a message signed by any published key, within five minutes', async () => {
  const keys = known([next.publicKey, old.publicKey]);
  expect(await trustOf(signed(old.privateKey), body, keys, now)).toBe('genuine');
  expect(await trustOf(signed(old.privateKey, now - 300), body, keys, now)).toBe('genuine');
  expect(await trustOf(signed(old.privateKey, now - 301), body, keys, now)).toBe('stale');
  expect(await trustOf(signed(old.privateKey, now + 301), body, keys, now)).toBe('stale');
});

test('fetches the keys anew for a signature that fits none: they rotate', async () => {
  expect(await trustOf(signed(next.privateKey), body, known([old.publicKey], [next.publicKey]), now)).toBe(
    'genuine',
  );
  expect(await trustOf(signed(next.privateKey), body, known([old.publicKey]), now)).toBe('forged');
});

test('takes a message for a hint where no keys can be had', async () => {
  expect(await trustOf(signed(next.privateKey), body, known([]), now)).toBe('unverified');
});

test.each([
  ['a changed body', signed(old.privateKey), Buffer.from('{"request_id":"r2"}')],
  ['another request', { ...signed(old.privateKey), 'x-fal-webhook-request-id': 'r2' }, body],
  ['another time', { ...signed(old.privateKey), 'x-fal-webhook-timestamp': `${now - 1}` }, body],
  ['no signature', { ...signed(old.privateKey), 'x-fal-webhook-signature': undefined }, body],
  ['two signatures', { ...signed(old.privateKey), 'x-fal-webhook-signature': ['a', 'b'] }, body],
  [
    'a signature that is no hex',
    { ...signed(old.privateKey), 'x-fal-webhook-signature': 'zz'.repeat(64) },
    body,
  ],
  ['a time that is no number', { ...signed(old.privateKey), 'x-fal-webhook-timestamp': 'NaN' }, body],
])('refuses %s', async (_, headers, content) => {
  expect(await trustOf(headers, content, known([old.publicKey]), now)).toBe('forged');
});

test('reads what a message carries', () => {
  const read = (message: unknown) => readMessage(Buffer.from(JSON.stringify(message)));
  expect(read({ request_id: 'a', status: 'OK', payload: { images: [] } })).toEqual({
    requestId: 'a',
    answer: { status: 200, body: '{"images":[]}', units: null },
  });
  expect(
    read({ request_id: 'a', status: 'ERROR', error: 'Invalid status code: 422', payload: { detail: [] } }),
  ).toMatchObject({ answer: { status: 422 } });
  expect(read({ request_id: 'a', status: 'OK', payload: null, payload_error: 'not serializable' })).toEqual({
    requestId: 'a',
    answer: null,
  });
  expect(read({ status: 'OK' })).toBeNull();
  expect(readMessage(Buffer.from([0xff, 0xfe]))).toBeNull();
});
