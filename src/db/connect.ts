import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import type { Schema } from './schema.ts';

/**
 * A pool on the database. A connection that dies is reported to `onError` and replaced, whether it was idle
 * (then the pool says so) or in somebody's hands (then only the connection itself does): without a listener
 * on both, `pg` would end the process.
 */
export function connect(
  url: string,
  options: { max?: number; onError: (error: Error) => void },
): Kysely<Schema> {
  const pool = new Pool({ connectionString: url, max: options.max ?? 12, application_name: 'redrabbit' });
  pool.on('error', options.onError);
  pool.on('connect', (client) => client.on('error', options.onError));
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
}
