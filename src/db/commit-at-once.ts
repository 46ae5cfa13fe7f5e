import { sql } from 'kysely';
import type { PoolClient, QueryResult } from 'pg';
import type { Trx } from './schema.ts';

/** Understood by the connection itself, and never sent. */
const announcement = 'commit with the next statement';

/**
 * The next statement is the transaction's last: the commit goes to the server in one packet with it, which spares a round trip
 * while its rows are locked. If the statement fails, the database takes that commit as a rollback. Nothing may be asked after it,
 * and nothing that runs after it can take it back.
 */
export async function commitWithNext(trx: Trx): Promise<void> {
  await sql.raw(announcement).execute(trx);
}

/** Makes `commitWithNext` work on this connection, which has to be one that pipelines. */
export function commitAtOnce(client: PoolClient): void {
  const query = client.query.bind(client) as (...args: unknown[]) => Promise<QueryResult>;
  let isNextLast = false;
  let ending: Promise<QueryResult> | null = null;
  const askLast = (args: unknown[]): Promise<QueryResult> => {
    const { stream } = client.connection;
    stream.cork();
    try {
      const last = query(...args);
      ending = query('commit');
      // Whoever waits for the commit hears of it.
      ending.catch(() => {});
      return last;
    } finally {
      stream.uncork();
    }
  };
  client.query = ((...args: unknown[]) => {
    const isEnd = args[0] === 'commit' || args[0] === 'rollback';
    if (args[0] === announcement) {
      isNextLast = true;
      return Promise.resolve(announced);
    }
    if (ending !== null) {
      if (!isEnd) return Promise.reject(new Error('A transaction asked something after its last statement.'));
      const answer = ending;
      ending = null;
      return answer;
    }
    const isLast = isNextLast && !isEnd;
    isNextLast = false;
    return isLast ? askLast(args) : query(...args);
  }) as typeof client.query;
}

const announced: QueryResult = { command: '', rowCount: null, oid: 0, fields: [], rows: [] };
