import type { Job, PgBoss } from 'pg-boss';
import { Pool } from 'pg';
import { prepareRepeated } from '#db/prepare-repeated.ts';

/**
 * How claims are planned. The engine's text holds no parameter, so the first plan of a prepared one is kept: made while
 * the queue was empty it would read and sort all that waits. Left with the index in the order that jobs are taken in, and
 * with rows that are looked up one by one, a plan is right for any length of queue.
 */
export const claimSettings: string = ['seqscan', 'bitmapscan', 'sort', 'hashjoin', 'mergejoin']
  .map((way) => `set enable_${way} = off;`)
  .join(' ');
/** What a crash of the database forgets is claimed again; and a try is on the disk no sooner than the claim before it. */
const forgettable = 'set synchronous_commit = off;';

/** Takes jobs of one queue, on a connection of its own. */
export type Claims = {
  /** At most so many of those that are due, in the order of their making. */
  take(count: number): Promise<Job[]>;
  close(): Promise<void>;
};

/**
 * The engine's own claim, prepared: reading and planning it is more than half of what it costs the database (0.55 and
 * 0.28 ms for eight jobs).
 */
export function openClaims(
  boss: PgBoss,
  queue: string,
  options: { url: string; onError: (error: Error) => void },
): Claims {
  const pool = new Pool({
    connectionString: options.url,
    max: 1,
    application_name: 'redrabbit claims',
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    // The settings and the first claim are sent at once.
    pipeline: true,
  });
  pool.on('error', options.onError);
  pool.on('connect', (client) => {
    client.on('error', options.onError);
    // Before whatever is asked for first.
    client.query(`${forgettable} ${claimSettings}`).catch(options.onError);
    prepareRepeated(client);
  });
  const db = {
    executeSql: async (text: string, values: unknown[] = []) => {
      const { rows } = await pool.query(text, values);
      return { rows };
    },
  };
  return {
    take: (batchSize) => boss.fetch(queue, { batchSize, db }),
    close: () => pool.end(),
  };
}
