import type { PgBoss } from 'pg-boss';
import { sql } from 'kysely';
import type { Context } from '#context.ts';
import { runGeneration } from '#services/run-generation.ts';
import { createPictureTurns } from '#services/generation/picture-turns.ts';
import { createDeliveries, handBackLeftovers, pictureQueue } from './boss.ts';
import { openClaims } from './claims.ts';
import { inSpan } from '#telemetry.ts';
import { Lane } from './lane.ts';

export type Worker = {
  /** There may be work. */
  wake(): void;
  abort(jobId: string): void;
  stop(graceMs: number): Promise<void>;
};

/** Works off the queue of pictures, `slots` at a time. */
export async function startWorker(
  context: Context,
  boss: PgBoss,
  options: { slots: number; isAlone: boolean; databaseUrl: string },
): Promise<Worker> {
  if (options.isAlone) await handBackLeftovers(boss, await jobsUnderWay(context));
  const deliveries = createDeliveries(boss);
  const turns = createPictureTurns(context, deliveries);
  const onError = (err: Error): void => context.log.warn({ err }, 'a job was left to be run again');
  const claims = openClaims(pictureQueue, { url: options.databaseUrl, onError });
  const lane = new Lane({
    boss,
    claims,
    queue: pictureQueue,
    slots: options.slots,
    handler: (delivery, signal) =>
      inSpan('generate picture', { jobId: delivery.id }, () =>
        runGeneration(context, { turns, deliveries }, delivery, signal),
      ),
    onError,
  });
  lane.start();
  return {
    wake: () => lane.wake(),
    abort: (jobId) => lane.abort(jobId),
    stop: (graceMs) => lane.stop(graceMs).finally(() => claims.close()),
  };
}

/** What the engine still believes to be in somebody's hands. */
async function jobsUnderWay(context: Context): Promise<string[]> {
  const result = await sql<{ id: string }>`
    select id from pgboss.job where name = ${pictureQueue} and state = 'active'`.execute(context.db);
  return result.rows.map((row) => row.id);
}
