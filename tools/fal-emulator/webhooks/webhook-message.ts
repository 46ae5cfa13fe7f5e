import { createHash } from 'node:crypto';
import type { Job } from '../queue/job.ts';

/** The body of the webhook for an ended job, as text. */
export function webhookBody({ id, outcome }: Job): string {
  const { status, body } = outcome!.answer;
  const about = { request_id: id, gateway_request_id: id };
  const isGood = outcome!.kind === 'ok';
  const head = isGood
    ? { ...about, status: 'OK', error: null }
    : { ...about, status: 'ERROR', error: `Invalid status code: ${status}` };
  // The payload goes in as it is: a seed beyond 2^53 keeps its digits.
  return `${JSON.stringify(head).slice(0, -1)},"payload":${body}}`;
}

/** The same with another ending, as somebody in between would change it. */
export function tamperWith(body: string): string {
  return body.replace(
    /"status":"(OK|ERROR)"/,
    (_, status) => `"status":"${status === 'OK' ? 'ERROR' : 'OK'}"`,
  );
}

/** `seconds` since 1970. */
export function signedHeaders(
  requestId: string,
  userId: string,
  seconds: number,
  body: string,
  sign: (message: string) => string,
): Record<string, string> {
  const digest = createHash('sha256').update(body).digest('hex');
  return {
    'content-type': 'application/json',
    'x-fal-webhook-request-id': requestId,
    'x-fal-webhook-user-id': userId,
    'x-fal-webhook-timestamp': `${seconds}`,
    'x-fal-webhook-signature': sign(`${requestId}\n${userId}\n${seconds}\n${digest}`),
  };
}
