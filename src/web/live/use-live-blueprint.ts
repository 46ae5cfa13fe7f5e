import type { CandidateView } from '#contract/candidate.ts';
import type { BoardView } from '#contract/blueprint.ts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { boardQuery } from '../api/queries.ts';
import type { CandidateIndex } from '../api/candidate-index.ts';
import { keys } from '../api/keys.ts';
import { decisionsKey } from '../decisions/use-decisions.ts';
import { announceCancelAnswer } from '../remote/announce-cancel-answer.ts';
import { jobProgress } from './progress-store.ts';
import { askAgain } from './ask-again.ts';
import { Refresher } from './refresher.ts';
import { showNewestMask } from './show-newest-mask.ts';
import { liveSocket } from './socket.ts';
import { watchBlueprint } from './watch-blueprint.ts';

/** Four rounds a second look live to the eye and leave a busy server its breath. */
const roundGapMs = 250;

/** Keeps everything that is cached of a blueprint up to date while the calling page is open. */
export function useLiveBlueprint(blueprintId: string): void {
  const queryClient = useQueryClient();
  const known = useQuery({ ...boardQuery(blueprintId), select: (board) => board.seq });
  const ready = known.data !== undefined;
  const [refresher] = useState(
    () =>
      new Refresher(async (outdated) => {
        // What the reviewer just decided is on the page and on its way: an answer from before it would
        // show the old verdict for a moment, so the round waits for its turn.
        if (queryClient.isMutating({ mutationKey: decisionsKey }) > 0) return outdated;
        await askAgain(queryClient, outdated);
        return [];
      }, roundGapMs),
  );

  useEffect(() => {
    if (!ready) return undefined;
    return watchBlueprint({
      socket: liveSocket(),
      blueprintId,
      after: queryClient.getQueryData<BoardView>(keys.board(blueprintId))?.seq ?? 0,
      outdated: (outdated) => refresher.add(outdated),
      decided: (decisions) => {
        if (decisions.length === 0) return;
        // While more decisions are on their way these may be older than what the page shows.
        if (queryClient.isMutating({ mutationKey: decisionsKey }) > 0) {
          return refresher.add([keys.candidates(blueprintId), keys.candidateIndex(blueprintId)]);
        }
        const byId = new Map(decisions.map((decision) => [decision.candidateId, decision]));
        const decided = <C extends { id: string }>(all: readonly C[]): C[] =>
          all.map((candidate) => {
            const decision = byId.get(candidate.id);
            return decision === undefined ? candidate : { ...candidate, ...decision };
          });
        queryClient.setQueriesData<CandidateView[]>(
          { queryKey: keys.candidates(blueprintId) },
          (all) => all && decided(all),
        );
        queryClient.setQueryData<CandidateIndex>(
          keys.candidateIndex(blueprintId),
          (index) => index && { ...index, rows: decided(index.rows) },
        );
      },
      noted: (event) => {
        announceCancelAnswer(event);
        showNewestMask(queryClient, event);
      },
      progress: jobProgress,
    });
  }, [blueprintId, ready, queryClient, refresher]);
}
