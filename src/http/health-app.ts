import type { FastifyInstance } from 'fastify';
import type { Context } from '#context.ts';
import { createBareApp } from './bare-app.ts';
import { registerHealth, type Vitals } from './health.ts';
import { registerMetrics } from './metrics.ts';
import { serveWeb } from './serve-web.ts';

/** All that a worker serves: whether it is well. */
export async function createHealthApp(
  context: Context,
  options: { host: string; vitals: Vitals; metricsToken: string | null },
): Promise<FastifyInstance> {
  const app = createBareApp(context, { boundTo: options.host, pictureOrigin: null });
  registerHealth(app, context, options.vitals);
  registerMetrics(app, context, options.metricsToken);
  await serveWeb(app, null);
  return app;
}
