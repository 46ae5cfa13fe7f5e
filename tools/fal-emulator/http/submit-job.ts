import { createHash, randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { createRandom } from '#core/random.ts';
import { jsonAnswer, type Answer } from '../answer.ts';
import { isJobFault, isWebhookFault, isWireFault, type Fault } from '../faults/fault.ts';
import { lifecycleSeconds } from '../media/media-store.ts';
import { findModel, isKnownApp } from '../models/models.ts';
import type { Platform } from '../platform.ts';
import type { EndpointId } from '../protocol/endpoint-id.ts';
import { invalidInput } from '../protocol/failure.ts';
import { faultOf, type Job } from '../queue/job.ts';

export type Submission = {
  readonly endpoint: EndpointId;
  readonly body: Uint8Array;
  readonly headers: IncomingHttpHeaders;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly contentKey: string;
};

/** Takes a submission into the queue, or says why not. */
export function submitJob(
  platform: Platform,
  submission: Submission,
  faults: readonly Fault[],
): { readonly job: Job; readonly settled: Promise<void> } | Answer {
  const { endpoint, query, headers } = submission;
  if (!isKnownApp(endpoint.app)) {
    return jsonAnswer(404, { detail: `Application "${endpoint.app}" not found` });
  }
  const input = parseJson(submission.body);
  if (input === undefined) {
    return invalidInput([{ loc: ['body'], msg: 'JSON decode error', type: 'json_invalid' }]).answer;
  }
  const longest = Number(query.fal_max_queue_length ?? Infinity);
  if (platform.queue.waiting(endpoint.id) >= longest) {
    return jsonAnswer(429, { detail: `Queue is longer than ${longest}` }, { 'retry-after': '1' });
  }
  const job = makeJob(platform, submission, input, faults);
  const isEarly = job.webhookFault?.way === 'early';
  noteAcceptance(platform, submission, job, faults);
  const settled = platform.start(job, { outOfTurn: isEarly, startWithinMs: startWithin(platform, headers) });
  return { job, settled };
}

/** Names content, and how often it was seen: the same for the same run of a test, in whatever order. */
export function createContentKeys(): (endpoint: string, body: Uint8Array) => string {
  const seen = new Map<string, number>();
  return (endpoint, body) => {
    const hash = createHash('sha1').update(endpoint).update(body).digest('hex');
    const times = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, times);
    return `${hash}#${times}`;
  };
}

function makeJob(
  { options }: Platform,
  { endpoint, headers, query, contentKey }: Submission,
  input: unknown,
  faults: readonly Fault[],
): Job {
  const model = findModel(endpoint.id);
  const jobFaults = faults.filter(isJobFault);
  const webhookFault = faults.find(isWebhookFault) ?? null;
  const random = createRandom(`${options.seed}/run time/${contentKey}`);
  const isEarly = webhookFault?.way === 'early';
  const share = 1 + options.spread * random.between(-1, 1);
  const job: Job = {
    id: randomUUID(),
    endpoint,
    priority: headers['x-fal-queue-priority'] === 'low' ? 'low' : 'normal',
    webhookUrl: query.fal_webhook ?? null,
    contentKey,
    mediaSeconds: lifecycleSeconds(oneOf(headers['x-fal-object-lifecycle-preference'])),
    submittedAt: Date.now(),
    runMs: isEarly ? 0 : options.latencyMs * share,
    steps: model?.steps ?? null,
    faults: jobFaults,
    webhookFault,
    input,
    state: 'IN_QUEUE',
    startedAt: null,
    completedAt: null,
    outcome: null,
  };
  const factor = faultOf(job, 'crawl')?.factor ?? 1;
  return { ...job, runMs: job.runMs * factor };
}

function noteAcceptance(
  { ledger, log }: Platform,
  { endpoint, headers, contentKey }: Submission,
  job: Job,
  faults: readonly Fault[],
): void {
  const hook = job.webhookUrl === null ? null : URL.parse(job.webhookUrl);
  const query = hook?.searchParams;
  const lastSegment = hook?.pathname.split('/').filter(Boolean).at(-1);
  const purchase = ledger.accept({
    requestId: job.id,
    endpoint: endpoint.id,
    attempt:
      query?.get('attempt') ??
      query?.get('token') ??
      lastSegment ??
      oneOf(headers['x-emulator-attempt']) ??
      null,
    job: query?.get('job') ?? oneOf(headers['x-emulator-job']) ?? null,
    contentHash: contentKey.split('#')[0]!,
    spoilt: faultOf(job, 'picture') !== null,
  });
  purchase.answerLost = faults.some((fault) => isWireFault(fault) && fault.kind !== 'slow');
  log.add('accepted', job.id, endpoint.id);
}

/** fal's two names for the same header, in seconds. */
function startWithin({ clock }: Platform, headers: IncomingHttpHeaders): number | null {
  const wish = headers['x-fal-request-start-timeout'] ?? headers['x-fal-request-timeout'];
  const seconds = Number(wish);
  return wish !== undefined && seconds > 0 ? clock.pace(seconds) : null;
}

function oneOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

function parseJson(body: Uint8Array): unknown {
  if (body.byteLength === 0) return {};
  try {
    return JSON.parse(Buffer.from(body).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
