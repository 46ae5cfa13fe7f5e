import { randomUUID } from 'node:crypto';
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { Context } from '#context.ts';
import { answerBrokenRequest, answerError, answerErrors } from './answer-errors.ts';
import { countRequests } from './close-app.ts';
import { guardRequests } from './guard-requests.ts';
import { scopeRequests } from './request-scope.ts';

/** Of a JSON body: 10,000 decisions, each with a few words, are 3 MB. Files have limits of their own. */
const bodyLimit = 8 * 1024 * 1024;

/** What every HTTP server of the program does, whatever it serves. */
export function createBareApp(
  context: Pick<Context, 'log'>,
  guard: { boundTo: string; pictureOrigin: string | null },
): FastifyInstance {
  const app: FastifyInstance = fastify({
    loggerInstance: context.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    // The scope names the request, here and in whatever it calls.
    childLoggerFactory: (logger) => logger,
    // `close-app.ts` sees to the others.
    forceCloseConnections: 'idle',
    bodyLimit,
    frameworkErrors: answerError,
    clientErrorHandler: answerBrokenRequest,
    routerOptions: { ignoreTrailingSlash: true },
  });
  countRequests(app.server);
  scopeRequests(app);
  answerErrors(app);
  guardRequests(app, guard);
  return app;
}
