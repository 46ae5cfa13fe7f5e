import { chooseCurrentPrompt, comparePrompts, createPrompt, rollBackPrompt } from '#contract/lineage.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { notifyDone, notifyFailure } from '../../notify.ts';

type Place = { blueprintId: string; cellId: string };

/** What can be done in a cell's history; each answers when the page shows it. */
export function useHistoryActions({ blueprintId, cellId }: Place) {
  const queryClient = useQueryClient();
  const refresh = () =>
    Promise.all(
      [keys.board(blueprintId), keys.cell(blueprintId, cellId), keys.lineage(blueprintId, cellId)].map(
        (queryKey) => queryClient.invalidateQueries({ queryKey }),
      ),
    );
  const branch = useMutation({
    mutationFn: (body: { text: string; parentIds: string[] }) =>
      call(createPrompt, { params: { cellId }, body }),
    onSuccess: refresh,
  });
  const setCurrent = useMutation({
    mutationFn: (promptId: string) => call(chooseCurrentPrompt, { params: { cellId, promptId } }),
    onSuccess: async () => {
      await refresh();
      notifyDone('Pictures are made from this description from now on.');
    },
    onError: (error) => notifyFailure('The current description is the same as before', error),
  });
  const rollBack = useMutation({
    mutationFn: (promptId: string) => call(rollBackPrompt, { params: { cellId, promptId } }),
    onSuccess: async () => {
      await refresh();
      notifyDone('Taken back. The descriptions in between are kept.');
    },
    onError: (error) => notifyFailure('Nothing was taken back', error),
  });
  const compare = useMutation({
    mutationFn: (promptIds: string[]) => call(comparePrompts, { params: { cellId }, body: { promptIds } }),
    onSuccess: refresh,
    onError: (error) => notifyFailure('No picture was ordered', error),
  });
  return { branch, setCurrent, rollBack, compare };
}
