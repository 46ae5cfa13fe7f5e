import type { PoolClient, QueryResult } from 'pg';

/**
 * From now on a transaction's `begin` is not waited for: it is kept until the first statement and goes to the server in one
 * packet with it, which spares every transaction a round trip. Needs a connection that pipelines. Should `begin` fail by
 * itself, the connection is given up, so that no second statement follows a first that was on its own.
 */
export function beginAtOnce(client: PoolClient): void {
  const query = client.query.bind(client) as (...args: unknown[]) => Promise<QueryResult>;
  const end = client.end.bind(client) as () => Promise<void>;
  let isToBegin = false;
  client.query = ((...args: unknown[]) => {
    if (args[0] === 'begin') {
      isToBegin = true;
      return Promise.resolve(begun);
    }
    if (!isToBegin) return query(...args);
    isToBegin = false;
    const { stream } = client.connection;
    stream.cork();
    try {
      query('begin')
        .catch(end)
        .catch(() => {});
      return query(...args);
    } finally {
      stream.uncork();
    }
  }) as typeof client.query;
}

const begun: QueryResult = { command: 'BEGIN', rowCount: null, oid: 0, fields: [], rows: [] };
