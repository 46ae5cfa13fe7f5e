import { Pool } from 'pg';
import type { Delivery } from '#context.ts';

/**
 * What the engine's own claim does to a queue of the policy `standard`, in a text that is planned once: it was made while
 * nothing waited, or before anybody counted what does, and has to be right for any number of jobs.
 *
 * The rows to change are found by where they lie. By their ids, the database may go through the whole queue to find them:
 * 21 to 96 ms with 20,000 jobs. The table is the engine's for all queues without one of their own, and has no parts, so
 * that a place is one row's. A job that changes in the same instant has moved, and is left to the next claim.
 */
const claim = `
  with next as (
    select j.ctid
    from pgboss.job_common j
    where j.name = $1 and j.state < 'active' and not j.blocked and j.start_after <= pgboss.job_now()
    order by j.priority desc, j.created_on
    limit $2
    for update of j skip locked
  )
  update pgboss.job_common j set
    state = 'active',
    started_on = pgboss.job_now(),
    heartbeat_on = pgboss.job_now(),
    retry_count = case when j.started_on is null then j.retry_count else j.retry_count + 1 end
  from next
  where j.ctid = next.ctid
  returning j.id, j.retry_count as "retryCount"`;

/**
 * Leaves the planner one way, whatever it believes of the table: along the index in the order that jobs are taken in, and
 * from there to each row. Made without looking at the values, the plan is kept. It expects a tenth of all that wait: with
 * hundreds of thousands, that would be worth compiling.
 */
const planning = [
  'set plan_cache_mode = force_generic_plan;',
  'set jit = off;',
  ...['seqscan', 'bitmapscan', 'sort', 'hashjoin', 'mergejoin'].map((way) => `set enable_${way} = off;`),
].join(' ');
/** What a crash of the database forgets is claimed again; and a try is on the disk no sooner than the claim before it. */
const forgettable = 'set synchronous_commit = off;';

/** Takes jobs of one queue, on a connection of its own. */
export type Claims = {
  /** At most so many of those that are due, in the order of their making. */
  take(count: number): Promise<Delivery[]>;
  close(): Promise<void>;
};

/** For a queue of the policy `standard` that is not a table of its own (`createQueue` without `partition`). */
export function openClaims(queue: string, options: { url: string; onError: (error: Error) => void }): Claims {
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
    client.query(`${forgettable} ${planning}`).catch(options.onError);
  });
  return {
    async take(count) {
      const { rows } = await pool.query<Delivery>({ name: 'claim', text: claim, values: [queue, count] });
      return rows;
    },
    close: () => pool.end(),
  };
}
