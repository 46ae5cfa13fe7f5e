import type { z } from 'zod';
import { apiPrefix, reviewerHeader, type Route } from '#contract/route.ts';
import { errorBodySchema } from '#contract/error.ts';

type Input<S> = S extends z.ZodType ? z.input<S> : never;

export type CallInput<R extends Route> = {
  params?: Input<R['params']>;
  query?: Partial<Record<string, string | number>>;
  body?: Input<R['body']> | FormData;
  /** The name of whoever asks. */
  as?: string;
};

/** What the server answered when it refused. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Calls a route of the contract over HTTP and checks the answer against its schema. */
export async function call<R extends Route>(
  address: string,
  route: R,
  input: CallInput<R> = {},
): Promise<z.output<R['response']>> {
  const path = route.path.replace(/:(\w+)/g, (_, key: string) =>
    encodeURIComponent(String((input.params as Record<string, unknown>)[key])),
  );
  const query = new URLSearchParams(
    Object.entries(input.query ?? {}).map(([key, value]) => [key, String(value)]),
  );
  const isForm = input.body instanceof FormData;
  const answer = await fetch(`${address}${apiPrefix}${path}?${query}`, {
    method: route.method,
    ...(input.body !== undefined && { body: isForm ? (input.body as FormData) : JSON.stringify(input.body) }),
    headers: {
      ...(input.as !== undefined && { [reviewerHeader]: encodeURIComponent(input.as) }),
      ...(input.body !== undefined && !isForm && { 'content-type': 'application/json' }),
    },
  });
  const json: unknown = await answer.json();
  if (!answer.ok) {
    const { error } = errorBodySchema.parse(json);
    throw new Refusal(answer.status, error.code, error.message);
  }
  return route.response.parse(json) as z.output<R['response']>;
}

/** A multipart body with one file. */
export function fileForm(field: string, name: string, bytes: Uint8Array<ArrayBuffer>): FormData {
  const form = new FormData();
  form.append(field, new Blob([bytes]), name);
  return form;
}
