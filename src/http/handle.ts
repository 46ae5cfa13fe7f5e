import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { apiPrefix, type Route } from '#contract/route.ts';

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;

export type RouteInput<R extends Route> = {
  params: Parsed<R['params']>;
  query: Parsed<R['query']>;
  body: Parsed<R['body']>;
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
    schema: {
      summary: route.summary,
      ...(route.params && { params: route.params }),
      ...(route.query && { querystring: route.query }),
      ...(route.body && { body: route.body }),
      ...(route.multipart && { consumes: ['multipart/form-data'] }),
      response: { [route.status ?? 200]: route.response },
    },
    handler: async (request, reply) => {
      // Fastify has parsed them with the route's own schemas; its types cannot follow a generic route.
      const answer = await handler({
        params: request.params as Parsed<R['params']>,
        query: request.query as Parsed<R['query']>,
        body: request.body as Parsed<R['body']>,
        request,
        reply,
      });
      return reply.status(route.status ?? 200).send(answer);
    },
  });
}
