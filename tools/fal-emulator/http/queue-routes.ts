import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { jsonAnswer, type Answer } from '../answer.ts';
import type { Fault } from '../faults/fault.ts';
import type { Platform } from '../platform.ts';
import { parseEndpointId, parseRequestAddress, type RequestAddress } from '../protocol/endpoint-id.ts';
import type { Job } from '../queue/job.ts';
import { addressesOf, statusBody } from '../queue/status-body.ts';
import { serve } from './serve.ts';
import { createContentKeys, submitJob, type Submission } from './submit-job.ts';

type Query = Readonly<Record<string, string | undefined>>;

/** How long an early webhook may hold up the submit's answer, real ms. */
const earlyWaitMs = 10_000;

/** `queue.fal.run` and `fal.run`. */
export function registerQueue(app: FastifyInstance, platform: Platform): void {
  const keyOf = createContentKeys();
  let requests = 0;

  const readSubmission = (request: FastifyRequest): Submission | null => {
    const endpoint = parseEndpointId(pathOf(request));
    if (!endpoint) return null;
    const body = Buffer.isBuffer(request.body) ? request.body : new Uint8Array(0);
    const { headers } = request;
    return { endpoint, body, headers, query: request.query as Query, contentKey: keyOf(endpoint.id, body) };
  };

  const takeSubmissions = (host: string, operation: 'submit' | 'run', answer: typeof submitAnswer): void => {
    app.post(`/${host}/*`, async (request, reply) => {
      const submission = readSubmission(request);
      if (!submission) return reply.code(404).send({ detail: 'Not found' });
      const exchange = {
        operation,
        endpoint: submission.endpoint.id,
        key: submission.contentKey,
        requestId: null,
        authorization: { header: request.headers.authorization },
      };
      await serve(platform, reply, exchange, (faults) => answer(platform, submission, faults));
      return reply;
    });
  };
  takeSubmissions('queue.fal.run', 'submit', submitAnswer);
  takeSubmissions('fal.run', 'run', runAnswer);

  const onRequest = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const address = parseRequestAddress(pathOf(request));
    const isCancel = request.method === 'PUT';
    if (!address || (address.operation === 'cancel') !== isCancel) return answerWrongMethod(request, reply);
    const job = platform.queue.find(address.requestId);
    const known = job?.endpoint.app === address.app ? job : null;
    const exchange = {
      operation: address.operation,
      endpoint: known?.endpoint.id ?? address.app,
      key: `${known?.contentKey ?? ''}/${address.operation}/${++requests}`,
      requestId: known?.id ?? null,
      authorization: { header: request.headers.authorization },
    };
    const logs = (request.query as Query).logs === '1';
    await serve(platform, reply, exchange, () => {
      if (!known) return jsonAnswer(404, { status: 'NOT_FOUND' });
      const answer = answerFor(platform, address.operation, known, logs);
      return { ...answer, headers: { ...answer.headers, 'x-fal-request-id': known.id } };
    });
    return reply;
  };
  app.get('/queue.fal.run/*', onRequest);
  app.put('/queue.fal.run/*', onRequest);
}

async function submitAnswer(
  platform: Platform,
  submission: Submission,
  faults: readonly Fault[],
): Promise<Answer> {
  const taken = submitJob(platform, submission, faults);
  if (!('job' in taken)) return taken;
  const { job, settled } = taken;
  if (job.webhookFault?.way === 'early') await Promise.race([settled, platform.clock.wait(earlyWaitMs)]);
  const body = {
    status: 'IN_QUEUE',
    ...addressesOf(job, platform.links),
    queue_position: Math.max(0, platform.queue.position(job)),
  };
  return jsonAnswer(200, body, { 'x-fal-request-id': job.id });
}

/** The blocking way: no queue, and too many at once are sent away. */
async function runAnswer(
  platform: Platform,
  submission: Submission,
  faults: readonly Fault[],
): Promise<Answer> {
  if (platform.queue.isFull()) {
    const type = 'concurrent_requests_limit';
    const headers = { 'x-fal-error-type': type, 'x-fal-needs-retry': '1' };
    return jsonAnswer(429, { detail: 'Too many concurrent requests.', error_type: type }, headers);
  }
  const taken = submitJob(platform, submission, faults);
  if (!('job' in taken)) return taken;
  const { job } = taken;
  if (job.state !== 'COMPLETED') {
    await new Promise<void>((resolve) => {
      platform.queue.watch(job, () => job.state === 'COMPLETED' && resolve());
    });
  }
  platform.ledger.resultRead(job.id);
  const { answer } = job.outcome!;
  return { ...answer, headers: { ...answer.headers, 'x-fal-request-id': job.id } };
}

function answerFor(
  platform: Platform,
  operation: RequestAddress['operation'],
  job: Job,
  wantsLogs: boolean,
): Answer {
  const { queue, links, ledger } = platform;
  switch (operation) {
    case 'status': {
      const body = statusBody(job, queue.position(job), wantsLogs, links);
      return jsonAnswer(job.state === 'COMPLETED' ? 200 : 202, body);
    }
    case 'stream':
      return {
        status: 200,
        headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' },
        body: Readable.from(statusEvents(platform, job, wantsLogs)),
      };
    case 'result':
      if (!job.outcome) return jsonAnswer(400, { detail: 'Request is still in progress' });
      ledger.resultRead(job.id);
      return job.outcome.answer;
    case 'cancel':
      return queue.cancel(job)
        ? jsonAnswer(202, { status: 'CANCELLATION_REQUESTED' })
        : jsonAnswer(400, { status: 'ALREADY_COMPLETED' });
  }
}

/** The status at every change, and ten times in a run; ends with the job. */
async function* statusEvents(
  { queue, links, clock }: Platform,
  job: Job,
  wantsLogs: boolean,
): AsyncGenerator<string> {
  for (;;) {
    const changed = Promise.withResolvers<void>();
    const unwatch = queue.watch(job, changed.resolve);
    const stopTimer = clock.after(Math.max(100, job.runMs / 10), changed.resolve);
    try {
      yield `data: ${JSON.stringify(statusBody(job, queue.position(job), wantsLogs, links))}\n\n`;
      if (job.state === 'COMPLETED') return;
      await changed.promise;
    } finally {
      unwatch();
      stopTimer();
    }
  }
}

/** As when the submit's address is asked for its status. */
function answerWrongMethod(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (!parseRequestAddress(pathOf(request)) && !parseEndpointId(pathOf(request))) {
    return reply.code(404).send({ status: 'NOT_FOUND' });
  }
  return reply.code(405).send({ detail: 'Method Not Allowed' });
}

function pathOf(request: FastifyRequest): string {
  return (request.params as { '*': string })['*'].replace(/\/$/, '');
}
