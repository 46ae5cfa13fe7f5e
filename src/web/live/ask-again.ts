import type { QueryClient, QueryKey } from '@tanstack/react-query';

/**
 * Reads again what is open of these, and the rest when it is next wanted. A first answer that is on its way may have left the server
 * before the change: it is waited for, as `invalidateQueries` would take it for the newest.
 */
export async function askAgain(client: QueryClient, keys: readonly QueryKey[]): Promise<void> {
  await Promise.all(
    keys.map(async (queryKey) => {
      const first = client.getQueryCache().findAll({
        queryKey,
        predicate: ({ state }) => state.data === undefined && state.fetchStatus === 'fetching',
      });
      await Promise.allSettled(first.map(async (query) => query.promise));
      await client.invalidateQueries({ queryKey });
    }),
  );
}
