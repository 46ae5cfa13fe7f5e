import type { FastifyInstance } from 'fastify';
import { listProcesses } from '#db/processes.ts';
import { type Check, checkReadiness } from '#services/check-readiness.ts';
import type { Context } from '#context.ts';

/** What a process knows of itself. */
export type Vitals = { readonly role: string; readonly version: string; isStopping: boolean };

/**
 * `/healthz`: the process is there. `/readyz`: it can do its work, and what is wrong otherwise; with `?verbose` also which
 * processes work on the same database. A process that is stopping is alive and not ready.
 */
export function registerHealth(app: FastifyInstance, context: Context, vitals: Vitals): void {
  app.get('/healthz', { schema: { hide: true } }, async () => ({ ok: true }));

  app.get<{ Querystring: Record<string, string> }>(
    '/readyz',
    { schema: { hide: true } },
    async (request, reply) => {
      const checks: Record<string, Check> = {
        running: vitals.isStopping ? { ok: false, reason: 'This process is stopping.' } : { ok: true },
        ...(await checkReadiness({ ...context, log: request.log as Context['log'] })),
      };
      const failed = Object.values(checks).find((check) => !check.ok);
      const isVerbose = request.query.verbose !== undefined && checks.database?.ok;
      const { role, version } = vitals;
      return reply.status(failed === undefined ? 200 : 503).send({
        ok: failed === undefined,
        ...(failed !== undefined && { reason: failed.reason }),
        role,
        version,
        checks,
        ...(isVerbose && { processes: await listProcesses(context.db) }),
      });
    },
  );
}
