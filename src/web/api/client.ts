import type { ErrorBody } from '#contract/error.ts';
import { apiPrefix, type Route } from '#contract/route.ts';
import type { ErrorCode } from '#core/app-error.ts';
import type { z } from 'zod';
import { reviewerHeaders } from '../reviewer/reviewer-headers.ts';

type Part<R extends Route, K extends 'params' | 'query' | 'body'> = R[K] extends z.ZodType
  ? object extends z.input<R[K]>
    ? { [Key in K]?: z.input<R[K]> }
    : { [Key in K]: z.input<R[K]> }
  : { [Key in K]?: undefined };

/** What a route wants: its parameters, query and body, each only where it has one. */
export type CallInput<R extends Route> = Part<R, 'params'> & Part<R, 'query'> & Part<R, 'body'>;
export type CallOutput<R extends Route> = z.output<R['response']>;

/** What the server refused, in its own sentence, or that it could not be reached. */
export class ApiError extends Error {
  readonly code: ErrorCode | 'unreachable';
  readonly requestId: string | undefined;

  constructor(code: ErrorCode | 'unreachable', message: string, requestId?: string) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.requestId = requestId;
  }
}

export const unreachable = (): ApiError =>
  new ApiError(
    'unreachable',
    'The server does not answer. Check that Red Rabbit is running, then try again.',
  );

/** The address of a route, its `:names` filled in and its query appended. */
export function urlOf(
  route: Pick<Route, 'path'>,
  params: Record<string, unknown> = {},
  query: Record<string, unknown> = {},
): string {
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined);
  const search = new URLSearchParams(pairs.map(([key, value]) => [key, String(value)])).toString();
  return `${apiPrefix}${path}${search === '' ? '' : `?${search}`}`;
}

/** The error that an answer carries; one that is not ours (a proxy's page) gets a sentence too. */
export function errorOf(status: number, text: string): ApiError {
  try {
    const { error } = JSON.parse(text) as ErrorBody;
    return new ApiError(error.code, error.message, error.requestId);
  } catch {
    return new ApiError(
      'internal',
      `The server answered ${status} without a reason. Try again, then look at its log.`,
    );
  }
}

/** A request outlives its page when it is small: browsers allow 64 kB for all of them. */
const keptAlive = 30_000;

/**
 * Calls a route of the contract. The answer is trusted to have the route's shape: server and browser are
 * built from the same schemas, and checking thousands of candidates again would cost the reviewer time.
 */
export async function call<R extends Route>(
  route: R,
  input: CallInput<R>,
  signal?: AbortSignal,
): Promise<CallOutput<R>> {
  const { params, query, body } = input as Record<'params' | 'query', Record<string, unknown> | undefined> & {
    body?: unknown;
  };
  const text = body === undefined ? undefined : JSON.stringify(body);
  const response = await fetch(urlOf(route, params, query), {
    method: route.method,
    headers: { ...reviewerHeaders(), ...(text === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(text === undefined ? {} : { body: text, keepalive: text.length < keptAlive }),
    ...(signal === undefined ? {} : { signal }),
  }).catch((error: unknown) => {
    throw error instanceof DOMException && error.name === 'AbortError' ? error : unreachable();
  });
  if (!response.ok) throw errorOf(response.status, await response.text());
  return (await response.json()) as CallOutput<R>;
}
