import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import type { Schema } from './schema.ts';

/**
 * A pool on the database. A connection that dies while idle is reported to `onError` and replaced;
 * without a listener `pg` would end the process.
 */
export function connect(
  url: string,
  options: { max?: number; onError: (error: Error) => void },
): Kysely<Schema> {
  const pool = new Pool({ connectionString: url, max: options.max ?? 12 });
  pool.on('error', options.onError);
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
}
