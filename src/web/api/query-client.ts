import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './client.ts';

/** What the page knows of the server, and what it has to tell it. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // A browser without a network still reaches a server on the same machine.
        networkMode: 'always',
        // The live view says what is out of date; nothing goes stale by the clock.
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        retry: (failures, error) =>
          failures < 2 && !(error instanceof ApiError && error.code !== 'unreachable'),
      },
      mutations: { networkMode: 'always' },
    },
  });
}
