import { randomUUID } from 'node:crypto';
import multipart from '@fastify/multipart';
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { Context } from '#context.ts';
import { answerBrokenRequest, answerError, answerErrors } from './answer-errors.ts';
import { guardRequests } from './guard-requests.ts';
import { registerHealth } from './health.ts';
import { describeApi } from './openapi.ts';
import { registerBlueprints } from './routes/blueprints.ts';
import { registerCandidates } from './routes/candidates.ts';
import { registerCatalogue } from './routes/catalogue.ts';
import { registerCells } from './routes/cells.ts';
import { registerCutOuts } from './routes/cut-outs.ts';
import { registerDefects } from './routes/defects.ts';
import { registerEvents } from './routes/events.ts';
import { registerExports } from './routes/exports.ts';
import { registerFiles } from './routes/files.ts';
import { registerGoldens } from './routes/goldens.ts';
import { registerRealSamples } from './routes/real-samples.ts';
import { registerProviders } from './routes/providers.ts';
import { registerReleases } from './routes/releases.ts';
import { serveWeb } from './serve-web.ts';
import { registerWebhooks } from './webhooks.ts';

/** Of a JSON body: 10,000 decisions, each with a few words, are 3 MB. Files have limits of their own. */
const bodyLimit = 8 * 1024 * 1024;

/** The HTTP side: the REST interface of `contract/`, the pictures, and the web app. */
export async function createApp(
  context: Context,
  options: { webFolder: string | null; host: string },
): Promise<FastifyInstance> {
  const app: FastifyInstance = fastify({
    loggerInstance: context.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    // Sockets and slow downloads must not hold up a stop.
    forceCloseConnections: true,
    bodyLimit,
    frameworkErrors: answerError,
    clientErrorHandler: answerBrokenRequest,
    routerOptions: { ignoreTrailingSlash: true },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  answerErrors(app);
  guardRequests(app, options.host);

  await app.register(multipart, { throwFileSizeLimit: false });
  await describeApi(app);
  for (const register of rooms) register(app, context);
  await serveWeb(app, options.webFolder);
  return app;
}

const rooms = [
  registerHealth,
  registerProviders,
  registerBlueprints,
  registerCatalogue,
  registerGoldens,
  registerDefects,
  registerCutOuts,
  registerRealSamples,
  registerCells,
  registerCandidates,
  registerReleases,
  registerEvents,
  registerExports,
  registerFiles,
  registerWebhooks,
];
