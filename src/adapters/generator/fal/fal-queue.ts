import { z } from 'zod';
import type { RemoteFetch, RemoteStatus } from '#adapters/generator/port.ts';
import { exchange, type Exchange, type Wire } from './exchange.ts';
import { isFromFal, parseJson, readFailure, type Failure } from './read-failure.ts';
import { percentOf } from './read-progress.ts';

export type Submitted =
  | { kind: 'submitted'; requestId: string }
  /** `maybeBought`: it may have arrived all the same. */
  | { kind: 'failed'; failure: Failure; maybeBought: boolean };

const submitAnswer = z.object({ request_id: z.string().min(1).max(200) });

/**
 * Puts a request into fal's queue, once. An answer of fal's own that is not a request id means that it was
 * not accepted; silence, and what a proxy on the way says with a 5xx or a page, means that nobody knows.
 */
export async function submit(
  wire: Wire,
  order: { model: string; input: Record<string, unknown>; webhookUrl: string | null },
  signal?: AbortSignal,
): Promise<Submitted> {
  const got = await exchange(
    wire,
    (client, abortSignal) =>
      client.queue.submit(order.model, {
        input: order.input,
        abortSignal,
        ...(order.webhookUrl === null ? {} : { webhookUrl: order.webhookUrl }),
        headers: {
          // Retries are ours: fal's own would be further purchases that no ledger knows.
          'x-fal-no-retry': '1',
          // Another model's picture under this one's name would be a false provenance.
          'x-app-fal-disable-fallback': 'true',
          // Pictures are copied at once; nothing of a plant's photos is to stay there.
          'x-fal-object-lifecycle-preference': JSON.stringify({ expiration_duration_seconds: 3600 }),
        },
      }),
    signal,
  );
  if (got.kind === 'silence') return { kind: 'failed', failure: silent, maybeBought: got.reached };
  if (got.status >= 200 && got.status < 300) {
    const parsed = submitAnswer.safeParse(parseJson(got.text));
    if (parsed.success) return { kind: 'submitted', requestId: parsed.data.request_id };
    return { kind: 'failed', failure: unreadable, maybeBought: true };
  }
  return { kind: 'failed', failure: readFailure(got), maybeBought: got.status >= 500 && !isFromFal(got) };
}

const silent: Failure = {
  code: 'unreachable',
  message:
    'fal.ai cannot be reached: check the connection of this machine. The job is tried again by itself.',
  retryable: true,
};

const unreadable: Failure = {
  code: 'answer_unreadable',
  message:
    'What answered in the place of fal.ai is not fal.ai: check for a proxy or a sign-in page on the way.',
  retryable: true,
};

const statusAnswer = z.discriminatedUnion('status', [
  z.object({ status: z.literal('IN_QUEUE'), queue_position: z.number().int().nonnegative().nullish() }),
  z.object({
    status: z.literal('IN_PROGRESS'),
    logs: z.array(z.object({ message: z.string() })).nullish(),
  }),
  z.object({ status: z.literal('COMPLETED') }),
]);

/** What has become of a request. A refused key or an empty balance says nothing about it. */
export async function lookAt(
  wire: Wire,
  request: { model: string; requestId: string },
  signal?: AbortSignal,
): Promise<RemoteStatus> {
  const got = await exchange(
    wire,
    (client, abortSignal) =>
      client.queue.status(request.model, { requestId: request.requestId, logs: true, abortSignal }),
    signal,
  );
  if (got.kind === 'silence') return { kind: 'unreachable' };
  if (got.status === 200 || got.status === 202) {
    const { data } = statusAnswer.safeParse(parseJson(got.text));
    if (data === undefined) return { kind: 'unreachable' };
    if (data.status === 'IN_QUEUE') return { kind: 'queued', position: data.queue_position ?? null };
    if (data.status === 'COMPLETED') return { kind: 'answered' };
    return { kind: 'running', percent: percentOf((data.logs ?? []).map(({ message }) => message)) };
  }
  return troubleOf(got);
}

/** The bare answer of a request that has ended: fal passes on status and body of the model, good or bad. */
export async function fetchResult(
  wire: Wire,
  request: { model: string; requestId: string },
  signal?: AbortSignal,
): Promise<RemoteFetch> {
  const got = await exchange(
    wire,
    (client, abortSignal) =>
      client.queue.result(request.model, { requestId: request.requestId, abortSignal }),
    signal,
  );
  if (got.kind === 'silence') return { kind: 'unreachable' };
  if (got.status === 400 && /still in progress/i.test(got.text)) return { kind: 'running', percent: null };
  const isModels = got.status === 200 || (isFromFal(got) && ![401, 403, 404, 429].includes(got.status));
  if (!isModels) return troubleOf(got);
  if (got.status === 200 && parseJson(got.text) === undefined) return { kind: 'unreachable' };
  const units = Number(got.headers.get('x-fal-billable-units') ?? NaN);
  return {
    kind: 'answer',
    answer: {
      status: got.status,
      body: got.text,
      units: Number.isFinite(units) && units >= 0 ? units : null,
    },
  };
}

/** Asks for a stop. `asked`: fal will see, and may finish it all the same; `too late`: it has ended, or is not known. */
export async function cancelRequest(
  wire: Wire,
  request: { model: string; requestId: string },
): Promise<'asked' | 'too late' | 'unreachable'> {
  const got = await exchange(wire, (client, abortSignal) =>
    client.queue.cancel(request.model, { requestId: request.requestId, abortSignal }),
  );
  if (got.kind === 'silence') return 'unreachable';
  if (got.status >= 200 && got.status < 300) return 'asked';
  return got.status === 400 || got.status === 404 ? 'too late' : 'unreachable';
}

function troubleOf(
  got: Extract<Exchange, { kind: 'answer' }>,
): Extract<RemoteStatus, { kind: 'unknown' | 'unreachable' | 'account' }> {
  if (got.status === 404 && isNotFound(got)) return { kind: 'unknown' };
  const { account, code, message, retryAfterSeconds } = readFailure(got);
  if (account) return { kind: 'account', code, message };
  return { kind: 'unreachable', ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) };
}

/** A page of a proxy with the same status is not an answer. */
function isNotFound(got: Extract<Exchange, { kind: 'answer' }>): boolean {
  return (
    isFromFal(got) || z.object({ status: z.literal('NOT_FOUND') }).safeParse(parseJson(got.text)).success
  );
}
