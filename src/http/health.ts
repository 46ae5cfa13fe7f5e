import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { AppError } from '#core/app-error.ts';
import { explainDatabaseError } from '#db/explain-database-error.ts';
import type { Context } from '#context.ts';

/** `/healthz`: the process is there. `/readyz`: it can do its work. */
export function registerHealth(app: FastifyInstance, context: Context): void {
  app.get('/healthz', { schema: { hide: true } }, async () => ({ ok: true }));

  app.get('/readyz', { schema: { hide: true } }, async (request, reply) => {
    try {
      await sql`select 1 from project limit 1`.execute(context.db);
      await context.storage.checkWritable();
      return { ok: true };
    } catch (error) {
      request.log.warn({ err: error }, 'not ready');
      const known = error instanceof AppError ? error : explainDatabaseError(error);
      return reply.status(503).send({ ok: false, reason: known?.message ?? 'The log says why.' });
    }
  });
}
