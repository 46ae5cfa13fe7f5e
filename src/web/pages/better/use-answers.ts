import { chooseCurrentPrompt } from '#contract/lineage.ts';
import { recordPreference, withdrawPreference, type PreferencesView } from '#contract/preference.ts';
import type { PreferenceVerdict } from '#core/review/preference.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { notifyDone, notifyFailure } from '../../notify.ts';

/** Answering, and taking an answer back; each brings the next question with it. */
export function useAnswers(blueprintId: string, cellId: string, { pair, rater }: PreferencesView) {
  const queryClient = useQueryClient();
  const keep = (state: PreferencesView) =>
    queryClient.setQueryData(keys.preferencesIn(blueprintId, cellId), state);
  const params = { cellId };

  const record = useMutation({
    mutationFn: (verdict: PreferenceVerdict) => {
      if (pair === null) throw new Error('There is no question to answer.');
      return call(recordPreference, {
        params,
        body: { leftId: pair.left.id, rightId: pair.right.id, verdict },
      });
    },
    onSuccess: keep,
    onError: (error) => notifyFailure('The answer was not saved', error),
  });
  const withdraw = useMutation({
    mutationFn: (preferenceId: string) => call(withdrawPreference, { params: { cellId, preferenceId } }),
    onSuccess: keep,
    onError: (error) => notifyFailure('The answer still counts', error),
  });
  const choose = useMutation({
    mutationFn: (promptId: string) => call(chooseCurrentPrompt, { params: { cellId, promptId } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: keys.preferences(blueprintId) });
      notifyDone('New pictures of this cell are made from this description.');
    },
    onError: (error) => notifyFailure('The description was not chosen', error),
  });
  const isBusy = record.isPending || withdraw.isPending;
  return {
    isBusy,
    // A second key before the next two are there would answer what nobody has seen.
    answer: (verdict: PreferenceVerdict) => {
      if (!isBusy && pair !== null) record.mutate(verdict);
    },
    undo: () => {
      if (!isBusy && rater.lastId !== null) withdraw.mutate(rater.lastId);
    },
    choose,
  };
}
