import { candidatePixelsUrl } from '#contract/picture-urls.ts';
import type { QueryClient } from '@tanstack/react-query';
import { boardQuery, candidateQuery } from './api/queries.ts';
import { indexQuery } from './api/use-candidate-index.ts';
import type { ReviewSearch } from './search.ts';

// Loaders: what a page will need is asked for while its code is on its way. They wait for nothing, as the page itself shows what
// is missing and what failed.

export function startReading(queryClient: QueryClient, blueprintId: string): void {
  void queryClient.prefetchQuery(boardQuery(blueprintId));
}

/** The list is asked for after the board, whose number of the newest event says from where on changes are followed. */
export function startReadingRoom(
  queryClient: QueryClient,
  blueprintId: string,
  { view, candidate }: ReviewSearch,
): void {
  if (candidate !== undefined && view !== 'grid') new Image().src = candidatePixelsUrl(candidate);
  void queryClient
    .ensureQueryData(boardQuery(blueprintId))
    .then(() => {
      if (candidate !== undefined) void queryClient.prefetchQuery(candidateQuery(blueprintId, candidate));
      return queryClient.prefetchQuery(indexQuery(blueprintId));
    })
    .catch(() => {});
}
