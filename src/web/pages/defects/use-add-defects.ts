import { addDefects, type NewDefect } from '#contract/defect.ts';
import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';

/** Adds defects, and waits until the page shows them. */
export function useAddDefects(blueprintId: string): UseMutationResult<void, Error, NewDefect[]> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (defects: NewDefect[]) => {
      await call(addDefects, { params: { blueprintId }, body: { defects } });
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: keys.board(blueprintId) }),
        queryClient.invalidateQueries({ queryKey: keys.suggestions(blueprintId) }),
      ]);
    },
  });
}
