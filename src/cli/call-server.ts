import type { z } from 'zod';
import { AppError } from '#core/app-error.ts';
import { errorBodySchema } from '#contract/error.ts';
import { apiPrefix, type Route } from '#contract/route.ts';

type Input<S> = S extends z.ZodType ? z.input<S> : undefined;

/** Calls a route of a running server. Throws AppError with the server's own sentence when it refuses. */
export async function callServer<R extends Route>(
  origin: string,
  route: R,
  input: {
    params?: Input<R['params']>;
    query?: Record<string, string>;
    body?: Input<R['body']>;
    signal: AbortSignal;
  },
): Promise<z.output<R['response']>> {
  const params = (input.params ?? {}) as Record<string, string>;
  const path = route.path.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(params[key]!));
  const url = new URL(`${apiPrefix}${path}?${new URLSearchParams(input.query)}`, origin);
  const answer = await fetch(url, {
    method: route.method,
    signal: input.signal,
    ...(input.body !== undefined && {
      body: JSON.stringify(input.body),
      headers: { 'content-type': 'application/json' },
    }),
  }).catch((cause: unknown) => {
    if (input.signal.aborted) throw new AppError('cancelled', 'Stopped.');
    throw new AppError(
      'storage_unavailable',
      `No Red Rabbit answers at ${url.origin}. Start it, or give its address with --server.`,
      { cause },
    );
  });
  const json: unknown = await answer.json().catch(() => null);
  if (!answer.ok) {
    const refusal = errorBodySchema.safeParse(json);
    if (refusal.success) throw new AppError(refusal.data.error.code, refusal.data.error.message);
  }
  const read = route.response.safeParse(json);
  if (read.success) return read.data as z.output<R['response']>;
  throw new AppError('bad_request', `What answers at ${url.origin} is no Red Rabbit of this version.`);
}
