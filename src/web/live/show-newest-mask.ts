import type { LiveEvent } from '#contract/event.ts';
import type { QueryClient } from '@tanstack/react-query';
import { keys } from '../api/keys.ts';
import { candidateQuery } from '../api/queries.ts';

/** A list of all candidates that is kept closes up on the mask that was saved: reading its candidate puts it in there. */
export function showNewestMask(
  queryClient: QueryClient,
  { type, blueprintId, payload }: Pick<LiveEvent, 'type' | 'blueprintId' | 'payload'>,
): void {
  const candidateId = payload['candidateId'];
  if (type !== 'annotation_saved' || typeof candidateId !== 'string') return;
  if (queryClient.getQueryData(keys.candidateIndex(blueprintId)) === undefined) return;
  void queryClient.prefetchQuery({ ...candidateQuery(blueprintId, candidateId), staleTime: 0 });
}
