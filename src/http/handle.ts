import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { type ErrorCode, errorCodes } from '#core/app-error.ts';
import { errorBodySchema } from '#contract/error.ts';
import { apiPrefix, type Route } from '#contract/route.ts';
import { routes } from '#contract/routes.ts';
import { actorOf } from './actor.ts';
import { errorStatus } from './error-status.ts';

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;

export type RouteInput<R extends Route> = {
  params: Parsed<R['params']>;
  query: Parsed<R['query']>;
  body: Parsed<R['body']>;
  /** Who asks. */
  actor: string;
  request: FastifyRequest;
  reply: FastifyReply;
};

/** Registers one endpoint of the contract: input is checked on the way in, the answer on the way out. */
export function handle<R extends Route>(
  app: FastifyInstance,
  route: R,
  handler: (input: RouteInput<R>) => Promise<z.input<R['response']>>,
): void {
  app.route({
    method: route.method,
    url: apiPrefix + route.path,
    config: route.form === undefined ? {} : { form: route.form },
    schema: {
      operationId: nameOf(route),
      summary: route.summary,
      tags: [route.path.split('/').findLast((part) => /^[a-z]+s$/.test(part)) ?? 'catalogue'],
      ...(route.params && { params: route.params }),
      ...(route.query && { querystring: route.query }),
      ...(route.body && { body: route.body }),
      ...(route.multipart && { consumes: ['multipart/form-data'] }),
      response: {
        [route.status ?? 200]: {
          description: 'Done',
          content: { 'application/json': { schema: route.response } },
        },
        ...describeErrors(errorsOf(route)),
      },
    },
    handler: async (request, reply) => {
      // Fastify has parsed them with the route's own schemas; its types cannot follow a generic route.
      const answer = await handler({
        params: request.params as Parsed<R['params']>,
        query: request.query as Parsed<R['query']>,
        body: request.body as Parsed<R['body']>,
        actor: actorOf(request),
        request,
        reply,
      });
      return reply.status(route.status ?? 200).send(answer);
    },
  });
}

/** The route's own name in the contract. */
function nameOf(route: Route): string {
  const found = Object.entries(routes).find(([, known]) => known === route);
  if (found === undefined) throw new Error(`${route.method} ${route.path} is not in contract/routes.ts`);
  return found[0];
}

function errorsOf(route: Route): ErrorCode[] {
  return [
    'bad_request',
    ...(route.params ? (['not_found'] as const) : []),
    ...(route.method === 'GET' ? [] : (['conflict', 'not_ready'] as const)),
    ...(route.body || route.multipart ? (['too_large'] as const) : []),
    ...(route.multipart
      ? (['file_refused', 'storage_full', 'storage_read_only', 'storage_unavailable'] as const)
      : []),
    ...(route.errors ?? []),
    'database_unavailable',
    'internal',
  ];
}

/** For the OpenAPI document: each status with the codes that come with it. */
export function describeErrors(codes: readonly ErrorCode[]): Record<number, object> {
  const statuses = new Set(codes.map((code) => errorStatus[code]));
  return Object.fromEntries(
    [...statuses].map((status) => {
      const meant = errorCodes.filter((code) => codes.includes(code) && errorStatus[code] === status);
      const content = { 'application/json': { schema: errorBodySchema } };
      return [status, { description: `Refused: ${meant.join(', ')}`, content }];
    }),
  );
}
