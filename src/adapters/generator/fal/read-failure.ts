import { z } from 'zod';
import type { Exchange } from './exchange.ts';

/** What a request that brought no picture means for the job. `message` is one sentence for the user. */
export type Failure = {
  code: string;
  message: string;
  /** The same again may work, after a while. */
  retryable: boolean;
  /** The same prompt with another seed may work. */
  newSeed?: boolean;
  /** Nothing will work until the account is mended: key, balance. */
  account?: boolean;
  retryAfterSeconds?: number;
};

type Answer = Extract<Exchange, { kind: 'answer' }>;

const errorBody = z.object({
  detail: z.union([
    z.string(),
    z
      .array(
        z.object({
          loc: z.array(z.union([z.string(), z.number()])).default([]),
          msg: z.string().default(''),
          type: z.string().default(''),
        }),
      )
      .min(1),
  ]),
  error_type: z.string().optional(),
});

/**
 * Reads an answer that is not the wished one: fal's two body shapes, its headers, and what a proxy in
 * between may say. The table is in README.md.
 */
export function readFailure({ status, headers, text }: Answer): Failure {
  const body = errorBody.safeParse(parseJson(text)).data;
  const detail = body?.detail;
  const type =
    headers.get('x-fal-error-type') ??
    body?.error_type ??
    (Array.isArray(detail) ? (detail[0]?.type ?? '') : '');
  const said = Array.isArray(detail) ? (detail[0]?.msg ?? '') : (detail ?? '');

  if (status === 401) {
    return {
      code: 'account_key',
      message: 'fal.ai does not accept the key: check FAL_KEY. The jobs wait until it works.',
      retryable: true,
      account: true,
    };
  }
  if (status === 403) {
    return {
      code: /locked|balance/i.test(said) ? 'account_locked' : 'account_forbidden',
      message: /balance/i.test(said)
        ? 'The balance at fal.ai is used up: top it up at fal.ai/dashboard/billing. The jobs wait and go on by themselves.'
        : `fal.ai refuses this account (${brief(said) || 'no reason given'}). The jobs wait until it is accepted again.`,
      retryable: true,
      account: true,
    };
  }
  if (status === 429) {
    return {
      code: 'rate_limited',
      message: 'fal.ai asks to slow down; the job is sent again by itself.',
      retryable: true,
      ...retryAfter(headers),
    };
  }
  if (type === 'content_policy_violation') {
    return {
      code: type,
      message:
        'The model refused this prompt for its content: say it in plainer words, without “burn”, “cut” or “blood”.',
      retryable: false,
    };
  }
  if (type === 'no_media_generated') {
    return {
      code: type,
      message: 'The model made no picture of this prompt: another seed may work, or other words.',
      retryable: false,
      newSeed: true,
    };
  }
  if (type === 'file_download_error') {
    return {
      code: type,
      message: 'fal.ai could not read the golden image that was sent; it is sent anew.',
      retryable: true,
    };
  }
  if (status === 499 || type === 'client_cancelled' || type === 'client_disconnected') {
    return { code: 'cancelled', message: 'fal.ai says that this request was cancelled.', retryable: false };
  }
  if (status === 422 || status === 400 || status === 413) {
    const fault = headerSays(headers) ?? type === 'downstream_service_error';
    const field = Array.isArray(detail) ? detail[0]?.loc.filter((part) => part !== 'body').join('.') : '';
    return {
      code: type || `http_${status}`,
      message: `The model does not take this request${field ? ` (${field})` : ''}: ${brief(said) || `status ${status}`}. Change the prompt, or choose another model.`,
      retryable: fault,
    };
  }
  if (status === 404) {
    return {
      code: 'not_found',
      message: 'fal.ai knows no such model or request: choose another model in the settings.',
      retryable: false,
    };
  }
  return {
    code: type || `http_${status}`,
    message: `fal.ai met an error of its own (${brief(said) || type || `status ${status}`}); the job is tried again by itself.`,
    retryable: headerSays(headers) ?? status >= 500,
    ...retryAfter(headers),
  };
}

/** True when fal itself wrote the answer, rather than something on the way that may have let the request pass. */
export function isFromFal({ headers, text }: Answer): boolean {
  return headers.has('x-fal-request-id') || errorBody.safeParse(parseJson(text)).success;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Newer and older name of the same header; 1, 0, true or false. */
function headerSays(headers: Headers): boolean | undefined {
  const value = headers.get('x-fal-needs-retry') ?? headers.get('x-fal-retryable');
  if (value === null) return undefined;
  return value === '1' || value.toLowerCase() === 'true';
}

function retryAfter(headers: Headers): { retryAfterSeconds?: number } {
  const value = headers.get('retry-after');
  const seconds = value === null ? NaN : Number(value);
  return Number.isFinite(seconds) && seconds >= 0 ? { retryAfterSeconds: Math.min(seconds, 3600) } : {};
}

/** What a stranger's server says, fit for one line. */
function brief(text: string): string {
  const line = text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/[.:;]+$/, '');
  return line.length > 160 ? `${line.slice(0, 157)}…` : line;
}
