import { createHash, verify, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import type { RemoteAnswer } from '#adapters/generator/port.ts';
import { parseJson } from './read-failure.ts';
import type { WebhookKeys } from './webhook-keys.ts';

export type WebhookHeaders = Readonly<Record<string, string | string[] | undefined>>;

/**
 * How far a message can be believed. `genuine`: signed by fal, within five minutes. `stale`: signed, but
 * older (fal may send its first signature again on every retry). `unverified`: no keys could be had. The
 * last two say only that there may be something to fetch. `forged`: everything else.
 */
export type Trust = 'genuine' | 'stale' | 'unverified' | 'forged';

const toleranceSeconds = 300;

/** Reads the four signature headers and checks them against every published key; hostile input is `forged`. */
export async function trustOf(
  headers: WebhookHeaders,
  body: Uint8Array,
  keys: WebhookKeys,
  nowSeconds: number,
): Promise<Trust> {
  const requestId = one(headers['x-fal-webhook-request-id']);
  const userId = one(headers['x-fal-webhook-user-id']);
  const timestamp = one(headers['x-fal-webhook-timestamp']);
  const signature = one(headers['x-fal-webhook-signature']);
  if (!requestId || !userId || !timestamp || !signature) return 'forged';
  if (!/^\d{1,12}$/.test(timestamp) || !/^[0-9a-f]{128}$/i.test(signature)) return 'forged';
  const digest = createHash('sha256').update(body).digest('hex');
  const message = Buffer.from([requestId, userId, timestamp, digest].join('\n'), 'utf8');
  const mark = Buffer.from(signature, 'hex');
  const isSigned = (known: readonly KeyObject[]): boolean =>
    known.some((key) => verify(null, message, key, mark));

  const known = await keys.current();
  if (!isSigned(known)) {
    const renewed = await keys.renewed();
    if (renewed.length === 0) return 'unverified';
    if (!isSigned(renewed)) return 'forged';
  }
  return Math.abs(nowSeconds - Number(timestamp)) <= toleranceSeconds ? 'genuine' : 'stale';
}

const messageSchema = z.object({
  request_id: z.string().min(1).max(200),
  status: z.enum(['OK', 'ERROR']),
  payload: z.unknown(),
  payload_error: z.string().nullish(),
  error: z.string().nullish(),
});

/**
 * The request that a message is about, and the answer it carries: `null` where fal could not put it into
 * the message and it has to be fetched. `null` altogether when this is no such message.
 */
export function readMessage(body: Uint8Array): { requestId: string; answer: RemoteAnswer | null } | null {
  const { data } = messageSchema.safeParse(parseJson(Buffer.from(body).toString('utf8')));
  if (data === undefined) return null;
  const { request_id: requestId, status, payload, payload_error: unfit, error } = data;
  if (unfit || payload === null || payload === undefined) return { requestId, answer: null };
  // "Invalid status code: 422" is all that a message says of the model's own status.
  const code = status === 'OK' ? 200 : Number(/\b([45]\d\d)\b/.exec(error ?? '')?.[1] ?? 500);
  return { requestId, answer: { status: code, body: JSON.stringify(payload), units: null } };
}

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? undefined : value;
}
