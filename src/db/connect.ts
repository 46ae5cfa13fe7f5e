import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { traceQuery } from '#telemetry.ts';
import { beginAtOnce } from './begin-at-once.ts';
import { commitAtOnce } from './commit-at-once.ts';
import { prepareRepeated } from './prepare-repeated.ts';
import type { Schema } from './schema.ts';

/** Until a request that finds no free or no living connection fails with a sentence. */
const connectMs = 10_000;
/** No query that somebody waits for comes near it; one that does is lost, and must not hold locks for ever. */
const statementMs = 120_000;
/** Transactions do nothing but ask the database: one that sleeps has lost its program. */
const idleInTransactionMs = 60_000;

/**
 * A pool on the database. A connection that dies is reported to `onError` and replaced, whether it was idle
 * (then the pool says so) or in somebody's hands (then only the connection itself does): without a listener
 * on both, `pg` would end the process.
 */
export function connect(
  url: string,
  options: { max?: number; isPatient?: boolean; onError: (error: Error) => void },
): Kysely<Schema> {
  const pool = new Pool({
    connectionString: url,
    max: options.max ?? 12,
    application_name: 'redrabbit',
    keepAlive: true,
    // What is asked on one connection at once is sent at once.
    pipeline: true,
    connectionTimeoutMillis: connectMs,
    idle_in_transaction_session_timeout: idleInTransactionMs,
    // Migrations of large tables take what they take.
    ...(options.isPatient !== true && { statement_timeout: statementMs }),
  });
  pool.on('error', options.onError);
  pool.on('connect', (client) => {
    client.on('error', options.onError);
    prepareRepeated(client);
    beginAtOnce(client);
    commitAtOnce(client);
  });
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }), log: traceQuery });
}
