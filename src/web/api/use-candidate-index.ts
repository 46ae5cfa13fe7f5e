import { getCandidateIndex } from '#contract/candidate-index.ts';
import { queryOptions, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { addToIndex, emptyIndex, type CandidateIndex } from './candidate-index.ts';
import { call } from './client.ts';
import { keys } from './keys.ts';

/** What is added to `index`, all pages of it. */
async function readSince(
  blueprintId: string,
  index: CandidateIndex,
  signal: AbortSignal,
): Promise<CandidateIndex> {
  let read = index;
  for (;;) {
    const query = { after: read.newest };
    const answer = await call(getCandidateIndex, { params: { blueprintId }, query }, signal);
    read = addToIndex(read, answer);
    if (!answer.hasMore) return read;
  }
}

export const indexQuery = (blueprintId: string) =>
  queryOptions({
    queryKey: keys.candidateIndex(blueprintId),
    queryFn: ({ signal }) => readSince(blueprintId, emptyIndex, signal),
    // Ten thousand rows are compared by identity, or every answer would cost a walk through all of them.
    structuralSharing: false,
  });

/**
 * All candidates of a blueprint in short. What is made while the page is open is added to them: the list is read once, however
 * many pictures arrive.
 */
export function useCandidateIndex(blueprintId: string): UseQueryResult<CandidateIndex> {
  const queryClient = useQueryClient();
  const index = useQuery(indexQuery(blueprintId));
  useQuery({
    queryKey: keys.newCandidates(blueprintId),
    enabled: index.data !== undefined,
    queryFn: async ({ signal }) => {
      const queryKey = keys.candidateIndex(blueprintId);
      const known = queryClient.getQueryData<CandidateIndex>(queryKey);
      if (known === undefined) return null;
      const grown = await readSince(blueprintId, known, signal);
      // Read anew, or decided on, meanwhile: the rows that came are added to what the page shows now.
      queryClient.setQueryData<CandidateIndex>(queryKey, (now) => {
        if (now === undefined || now.newest !== known.newest) return now;
        return { rows: [...now.rows, ...grown.rows.slice(known.rows.length)], newest: grown.newest };
      });
      return grown.newest ?? null;
    },
  });
  return index;
}
