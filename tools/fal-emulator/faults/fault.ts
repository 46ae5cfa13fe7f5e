import { z } from 'zod';
import { errorTypes } from '../protocol/failure.ts';

/** What a request to the emulator is for. */
export const operations = [
  'submit',
  'run',
  'status',
  'stream',
  'result',
  'cancel',
  'upload',
  'put',
  'media',
  'jwks',
] as const;
export type Operation = (typeof operations)[number];

const accepted = z.boolean();
const ms = z.number().min(0);

/** Spoils one HTTP exchange. `accepted`: the request was carried out all the same, only its answer is lost. */
const wireFaults = [
  z.strictObject({
    kind: z.literal('answer'),
    status: z.int().min(400).max(599),
    /** Seconds, in the header. */
    retryAfter: z.number().optional(),
    accepted: accepted.default(false),
  }),
  z.strictObject({ kind: z.literal('reset'), accepted: accepted.default(false) }),
  /** 200 and a page, as a captive portal gives. */
  z.strictObject({ kind: z.literal('html'), accepted: accepted.default(false) }),
  /** The JSON is cut off in the middle. */
  z.strictObject({ kind: z.literal('malformed'), accepted: accepted.default(true) }),
  z.strictObject({ kind: z.literal('slow'), ms }),
  /** 302 to another address; not carried out. */
  z.strictObject({ kind: z.literal('redirect'), location: z.string() }),
  /** 200 and so many megabytes of zeros; not carried out. */
  z.strictObject({ kind: z.literal('huge'), megabytes: z.number().positive().max(10_000) }),
] as const;

/** Changes how a job ends. */
const jobFaults = [
  z.strictObject({ kind: z.literal('error'), type: z.enum(errorTypes as [string, ...string[]]) }),
  z.strictObject({
    kind: z.literal('picture'),
    way: z.enum([
      'nsfw',
      'identical',
      'whole-region',
      'outside-region',
      'resized',
      /** Its address is on a host that is not fal's. */
      'foreign',
      /** Nothing is at its address. */
      'gone',
      'not-an-image',
    ]),
  }),
  /** Stays in the queue, or once it has started where it is, until it is cancelled or let go. */
  z.strictObject({ kind: z.literal('stuck'), running: z.boolean().default(false) }),
  /** Runs so many times longer. */
  z.strictObject({ kind: z.literal('crawl'), factor: z.number().min(1) }),
  /** A cancel is taken, and comes too late. */
  z.strictObject({ kind: z.literal('unstoppable') }),
] as const;

export const webhookWays = [
  /** Two copies at the same time. */
  'duplicate',
  /** Before the submit's answer. The job starts at once, outside the slots. */
  'early',
  'late',
  /** After the next job's, or after `ms` when none comes. */
  'reordered',
  /** The body was changed after it was signed. */
  'tampered',
  /** Signed with a key that fal never published. */
  'wrong-signature',
  /** Genuine, but signed an hour ago. */
  'stale',
  /** It never comes. */
  'missing',
] as const;

const webhookFault = z.strictObject({
  kind: z.literal('webhook'),
  way: z.enum(webhookWays),
  /** How late; how long a reordered one waits at most. */
  ms: ms.default(2000),
  /** Tampered, wrongly signed: a genuine one follows, unless it comes instead. */
  instead: z.boolean().default(false),
});

/** Happens to the account as a whole, before the request is looked at. */
const accountFaults = [
  /** Every request gets 403 from now on, until the account is unlocked or `ms` have passed. */
  z.strictObject({ kind: z.literal('lock'), ms: ms.optional() }),
  z.strictObject({ kind: z.literal('rotate-keys'), keepOld: z.boolean().default(true) }),
] as const;

export const faultSchema = z.discriminatedUnion('kind', [
  ...wireFaults,
  ...jobFaults,
  webhookFault,
  ...accountFaults,
]);

export type Fault = z.output<typeof faultSchema>;
export type WireFault = z.output<(typeof wireFaults)[number]>;
export type JobFault = z.output<(typeof jobFaults)[number]>;
export type WebhookFault = z.output<typeof webhookFault>;

const wireKinds: readonly string[] = wireFaults.map(({ shape }) => shape.kind.value);
const jobKinds: readonly string[] = jobFaults.map(({ shape }) => shape.kind.value);

export function isWireFault(fault: Fault): fault is WireFault {
  return wireKinds.includes(fault.kind);
}

export function isJobFault(fault: Fault): fault is JobFault {
  return jobKinds.includes(fault.kind);
}

export function isWebhookFault(fault: Fault): fault is WebhookFault {
  return fault.kind === 'webhook';
}

/** Short, for the log and the statistics: `answer 503 accepted`, `webhook early`. */
export function nameOfFault(fault: Fault): string {
  switch (fault.kind) {
    case 'answer':
      return `answer ${fault.status}${fault.accepted ? ' accepted' : ''}`;
    case 'reset':
    case 'html':
    case 'malformed':
      return `${fault.kind}${fault.accepted ? ' accepted' : ''}`;
    case 'error':
      return `error ${fault.type}`;
    case 'picture':
    case 'webhook':
      return `${fault.kind} ${fault.way}`;
    default:
      return fault.kind;
  }
}
