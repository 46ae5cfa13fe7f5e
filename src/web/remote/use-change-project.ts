import { changeProject, type ProjectView } from '#contract/provider.ts';
import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import { keys } from '../api/keys.ts';

type Change = { providers?: ProjectView['providers']; capMicros?: number | null };

/** Allows providers, or sets where spending stops, in a blueprint's project. */
export function useChangeProject(
  blueprintId: string,
  projectId: string,
): UseMutationResult<ProjectView, Error, Change> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Change) => call(changeProject, { params: { projectId }, body }),
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: keys.remote(blueprintId) }),
        queryClient.invalidateQueries({ queryKey: keys.board(blueprintId) }),
      ]),
  });
}
