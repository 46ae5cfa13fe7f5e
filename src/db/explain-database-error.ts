import { AppError } from '#core/app-error.ts';

/** What `pg` says of a connection that is gone, where the system or the server gave no code. */
const lostConnection = /connection terminated|not queryable|connection timeout/i;
const systemCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND']);
/** Shut down, starting up, too many connections; class 08 is any trouble with the connection itself. */
const serverCodes = /^(08...|57P0[1-5]|53300)$/;
const diskFull = '53100';

/** The sentence for what can happen to any database at any moment; `null` when it is something else. */
export function explainDatabaseError(error: unknown): AppError | null {
  if (!(error instanceof Error)) return null;
  const code = 'code' in error ? String(error.code) : '';
  if (code === diskFull) {
    return new AppError(
      'storage_full',
      'The disk that holds the database is full. Free some space, then try again.',
      { cause: error },
    );
  }
  if (
    systemCodes.has(code) ||
    serverCodes.test(code) ||
    (code === '' && lostConnection.test(error.message))
  ) {
    return new AppError(
      'database_unavailable',
      'The database did not answer, and nothing was changed. Try again in a moment.',
      { cause: error },
    );
  }
  return null;
}
