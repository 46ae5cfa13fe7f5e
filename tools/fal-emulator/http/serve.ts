import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { ingressPage, jsonAnswer, portalPage, type Answer } from '../answer.ts';
import { isWireFault, nameOfFault, type Fault, type Operation, type WireFault } from '../faults/fault.ts';
import type { Platform } from '../platform.ts';
import { lockedSentence } from '../protocol/authorise.ts';

/** One request, as the script of faults and the log see it. */
export type Exchange = {
  readonly operation: Operation;
  /** The endpoint's id, or what else there is to tell requests apart by. */
  readonly endpoint: string;
  /** Names the request for probabilities, see `Script.draw`. */
  readonly key: string;
  readonly requestId: string | null;
  /** Checked when given: what needs no key leaves it out. */
  readonly authorization?: { readonly header: string | undefined };
};

/** Answers one request, with what the script has in store for it. */
export async function serve(
  platform: Platform,
  reply: FastifyReply,
  exchange: Exchange,
  carryOut: (faults: readonly Fault[]) => Answer | Promise<Answer>,
): Promise<void> {
  const { script, log, clock, faultCounts } = platform;
  const { operation, endpoint, key, requestId, authorization } = exchange;
  const faults = script.draw(operation, endpoint, key);
  for (const fault of faults) {
    const name = nameOfFault(fault);
    log.add('fault', requestId, name);
    faultCounts.set(name, (faultCounts.get(name) ?? 0) + 1);
    disturbAccount(platform, fault);
  }
  const refusal = authorization ? platform.account.refuse(authorization.header, endpoint) : null;
  const wire = faults.find(isWireFault);
  const genuine = refusal ?? (wire && !reaches(wire) ? null : await carryOut(faults));
  if (wire?.kind === 'slow') await clock.wait(wire.ms);
  const answer = wire && !refusal ? spoil(wire, genuine) : genuine;
  log.add('request', requestId, `${operation} ${answer?.status ?? 'reset'}`);
  if (answer) return send(reply, answer);
  reply.hijack();
  reply.raw.socket?.resetAndDestroy();
}

/** Puts an answer on the wire. Whatever fal itself says carries a request id. */
async function send(reply: FastifyReply, { status, headers, body }: Answer): Promise<void> {
  const isFromFal = !headers['content-type']?.startsWith('text/html');
  if (isFromFal) reply.header('x-fal-request-id', randomUUID());
  await reply.code(status).headers(headers).send(body);
}

function disturbAccount({ account, keys, clock }: Platform, fault: Fault): void {
  if (fault.kind === 'rotate-keys') keys.rotate(fault.keepOld);
  if (fault.kind !== 'lock') return;
  account.lock();
  if (fault.ms !== undefined) clock.after(fault.ms, () => account.unlock());
}

/** Whether the request is carried out. */
function reaches(fault: WireFault): boolean {
  return fault.kind === 'slow' || ('accepted' in fault && fault.accepted);
}

/** The answer that arrives in place of the genuine one; `null`: the connection is reset. */
function spoil(fault: WireFault, genuine: Answer | null): Answer | null {
  switch (fault.kind) {
    case 'slow':
      return genuine;
    case 'reset':
      return null;
    case 'html':
      return portalPage;
    case 'malformed':
      return { ...jsonAnswer(genuine?.status ?? 200, {}), body: cutOff(genuine?.body) };
    case 'redirect':
      return { status: 302, headers: { location: fault.location }, body: '' };
    case 'huge':
      return { status: 200, headers: { 'content-type': 'image/png' }, body: zeros(fault.megabytes) };
    case 'answer':
      return errorAnswer(fault.status, fault.retryAfter);
  }
}

function cutOff(body: Answer['body'] | undefined): string {
  const text = typeof body === 'string' ? body : '{"status": "IN_QUEUE"}';
  return text.slice(0, Math.ceil(text.length / 2));
}

function errorAnswer(status: number, retryAfter: number | undefined): Answer {
  const headers: Record<string, string> = retryAfter === undefined ? {} : { 'retry-after': `${retryAfter}` };
  const isIngress = [502, 503, 504].includes(status);
  const answer = isIngress
    ? ingressPage(status)
    : jsonAnswer(status, { detail: errorSentences[status] ?? 'Error' });
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

function zeros(megabytes: number): Readable {
  const megabyte = Buffer.alloc(1024 * 1024);
  return Readable.from(Array.from({ length: Math.ceil(megabytes) }, () => megabyte));
}

const errorSentences: Record<number, string> = {
  401: 'invalid key credentials',
  403: lockedSentence,
  429: 'Too many requests',
  500: 'Internal Server Error',
};
