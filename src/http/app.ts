import { randomUUID } from 'node:crypto';
import multipart from '@fastify/multipart';
import swagger from '@fastify/swagger';
import fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { AppError } from '#core/app-error.ts';
import { apiPrefix } from '#contract/route.ts';
import type { Context } from '#context.ts';
import { answerErrors } from './answer-errors.ts';
import { registerHealth } from './health.ts';
import { isSameOrigin } from './live.ts';
import { registerBlueprints } from './routes/blueprints.ts';
import { registerCandidates } from './routes/candidates.ts';
import { registerCatalogue } from './routes/catalogue.ts';
import { registerCells } from './routes/cells.ts';
import { registerDefects } from './routes/defects.ts';
import { registerEvents } from './routes/events.ts';
import { registerExports } from './routes/exports.ts';
import { registerFiles } from './routes/files.ts';
import { registerGoldens } from './routes/goldens.ts';
import { registerReleases } from './routes/releases.ts';
import { serveWeb } from './serve-web.ts';

/** The HTTP side: the REST interface of `contract/`, the pictures, and the web app. */
export async function createApp(
  context: Context,
  options: { webFolder: string | null },
): Promise<FastifyInstance> {
  const app: FastifyInstance = fastify({
    loggerInstance: context.log as FastifyBaseLogger,
    disableRequestLogging: true,
    genReqId: () => randomUUID(),
    // Sockets and slow downloads must not hold up a stop.
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  answerErrors(app);

  app.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
    // There are no accounts on a desk: what keeps other sites out is that browsers say where a page is from.
    if (!isSameOrigin(request.headers)) {
      throw new AppError('bad_request', 'Requests from other sites are refused.');
    }
  });

  await app.register(multipart, { throwFileSizeLimit: false });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Red Rabbit',
        version: '1',
        description: 'Training data for visual inspection, made from photos of good parts.',
      },
    },
    transform: jsonSchemaTransform,
  });
  for (const register of rooms) register(app, context);
  app.get(`${apiPrefix}/openapi.json`, { schema: { hide: true } }, async () => app.swagger());
  await serveWeb(app, options.webFolder);
  return app;
}

const rooms = [
  registerHealth,
  registerBlueprints,
  registerCatalogue,
  registerGoldens,
  registerDefects,
  registerCells,
  registerCandidates,
  registerReleases,
  registerEvents,
  registerExports,
  registerFiles,
];
