import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { Context } from '#context.ts';
import { createBareApp } from './bare-app.ts';
import { registerHealth, type Vitals } from './health.ts';
import { registerMetrics } from './metrics.ts';
import { describeApi } from './openapi.ts';
import { registerBook } from './routes/book.ts';
import { registerBlueprints } from './routes/blueprints.ts';
import { registerAnnotations } from './routes/annotations.ts';
import { registerCandidates } from './routes/candidates.ts';
import { registerCatalogue } from './routes/catalogue.ts';
import { registerCells } from './routes/cells.ts';
import { registerCutOuts } from './routes/cut-outs.ts';
import { registerDatasets } from './routes/datasets.ts';
import { registerDefects } from './routes/defects.ts';
import { registerEvents } from './routes/events.ts';
import { registerExports } from './routes/exports.ts';
import { registerFiles } from './routes/files.ts';
import { registerGoldens } from './routes/goldens.ts';
import { registerLabelImports } from './routes/label-imports.ts';
import { registerLineage } from './routes/lineage.ts';
import { registerPreferences } from './routes/preferences.ts';
import { registerRealSamples } from './routes/real-samples.ts';
import { registerProviders } from './routes/providers.ts';
import { registerReleases } from './routes/releases.ts';
import { registerShareLinks } from './routes/share-links.ts';
import { registerShared } from './routes/shared.ts';
import { serveWeb } from './serve-web.ts';
import { registerWebhooks } from './webhooks.ts';

/** The HTTP side: the REST interface of `contract/`, the pictures, and the web app. */
export async function createApp(
  context: Context,
  options: { webFolder: string | null; host: string; vitals: Vitals; metricsToken: string | null },
): Promise<FastifyInstance> {
  const pictureOrigin = await context.storage.linkOrigin();
  const app = createBareApp(context, { boundTo: options.host, pictureOrigin });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  await app.register(multipart, { throwFileSizeLimit: false });
  await describeApi(app);
  registerHealth(app, context, options.vitals);
  registerMetrics(app, context, options.metricsToken);
  for (const register of rooms) register(app, context);
  await serveWeb(app, options.webFolder);
  return app;
}

const rooms = [
  registerProviders,
  registerBlueprints,
  registerCatalogue,
  registerGoldens,
  registerDefects,
  registerBook,
  registerCutOuts,
  registerRealSamples,
  registerLabelImports,
  registerCells,
  registerLineage,
  registerPreferences,
  registerCandidates,
  registerAnnotations,
  registerReleases,
  registerShareLinks,
  registerShared,
  registerEvents,
  registerExports,
  registerDatasets,
  registerFiles,
  registerWebhooks,
];
