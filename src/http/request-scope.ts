import { context, propagation, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { inLogScope } from '#log-scope.ts';

const tracer = trace.getTracer('redrabbit');
const spans = new WeakMap<FastifyRequest, Span>();

/** Everything that is logged and measured while a request is answered says which one it was. */
export function scopeRequests(app: FastifyInstance): void {
  const enter = (request: FastifyRequest, next: () => void): void => {
    const span = spans.get(request);
    const scope = span === undefined ? context.active() : trace.setSpan(context.active(), span);
    context.with(scope, () => inLogScope({ requestId: request.id }, next));
  };
  app.addHook('onRequest', (request, _reply, done) => {
    const caller = propagation.extract(context.active(), request.headers);
    // The route's pattern: addresses carry ids, and those of webhooks secrets.
    const route = request.routeOptions.url ?? 'unknown';
    const attributes = { 'http.request.method': request.method, 'http.route': route, requestId: request.id };
    const name = `${request.method} ${route}`;
    spans.set(request, tracer.startSpan(name, { kind: SpanKind.SERVER, attributes }, caller));
    enter(request, done);
  });
  // Reading a body leaves the scope: its bytes come from the connection.
  app.addHook('preValidation', (request, _reply, done) => enter(request, done));
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request;
    const { statusCode: status, elapsedTime } = reply;
    enter(request, () =>
      request.log.info({ method, route: routeOptions.url, status, ms: Math.round(elapsedTime) }, 'request'),
    );
    const span = spans.get(request);
    span?.setAttribute('http.response.status_code', status);
    if (status >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
    span?.end();
  });
}
