import pg from 'pg';
import { AppError } from '#core/app-error.ts';
import { createDatabase } from './create-database.ts';

// starting up or shutting down; ended by its administrator; ended by a crash
const passingStates = new Set(['57P03', '57P01', '57P02', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE']);

/**
 * Whether the server at `url` answers a query. Makes the database that the address names if the server does not
 * have it yet. False while the server is starting, stopping or gone.
 * @throws AppError `database_unavailable` when it answers, but will never let us in
 */
export async function connectOnce(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  // A server that goes away between two statements is noticed by the statement.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch (cause) {
    if (isPassing(cause)) return false;
    const { code, message } = cause as { code?: string; message: string };
    if (code !== '3D000') {
      throw new AppError(
        'database_unavailable',
        `PostgreSQL is running, but refuses the connection: ${message}.`,
        {
          cause,
        },
      );
    }
  } finally {
    await client.end().catch(() => undefined);
  }
  await createDatabase(url, new URL(url).pathname.slice(1)).catch((error: unknown) => {
    if (!isPassing(error) && !isThereAlready(error)) throw error;
  });
  return false;
}

/**
 * Whether another program made the database first: PostgreSQL says so in so many words (42P04), or, when both
 * were at it in the same moment, by its catalogue's unique index (23505).
 */
function isThereAlready(error: unknown): boolean {
  const { code } = error as { code?: string };
  return code === '42P04' || code === '23505';
}

/** Whether an error says that the server is not there now, but may be in a moment. */
export function isPassing(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  if (code !== undefined) return passingStates.has(code);
  return /^(connection terminated|timeout expired|.*not queryable)/i.test(message ?? '');
}
