import type { PoolClient, QueryResult } from 'pg';

/**
 * From now on a transaction's `begin` is not waited for: it goes to the server together with the first statement, which
 * spares every transaction a round trip. Needs a connection that pipelines. Should `begin` fail by itself, the connection is
 * given up, so that no second statement follows a first that was on its own.
 */
export function beginAtOnce(client: PoolClient): void {
  const query = client.query.bind(client) as (...args: unknown[]) => Promise<QueryResult>;
  const end = client.end.bind(client) as () => Promise<void>;
  client.query = ((...args: unknown[]) => {
    if (args[0] !== 'begin') return query(...args);
    query(...args)
      .catch(end)
      .catch(() => {});
    return Promise.resolve(begun);
  }) as typeof client.query;
}

const begun: QueryResult = { command: 'BEGIN', rowCount: null, oid: 0, fields: [], rows: [] };
