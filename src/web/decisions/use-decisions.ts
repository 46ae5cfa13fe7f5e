import type { BoardView } from '#contract/blueprint.ts';
import { listCandidates, recordDecisions, type CandidateView, type Verdict } from '#contract/candidate.ts';
import type { CellDetailView } from '#contract/cell.ts';
import { emptyUndoStack, recordBatch, redo, undo, type DecisionBatch } from '#core/review/undo-stack.ts';
import { useMutation, useQueryClient, type Query } from '@tanstack/react-query';
import { allPages } from '../api/all-pages.ts';
import type { CandidateIndex } from '../api/candidate-index.ts';
import { call } from '../api/client.ts';
import { inTurn } from '../api/in-turn.ts';
import { keys, type CandidateScope } from '../api/keys.ts';
import { notifyDone, notifyFailure } from '../notify.ts';
import { verdictWords } from '../ui/verdict-mark.tsx';
import { countOf } from '../words.ts';
import { amendNewest, changeBoard, changeCandidates, inverse, judge, latest, type Said } from './change.ts';
import { memoryOf } from './decision-memory.ts';

/** Marks decisions on their way, so that the live view does not show older verdicts meanwhile. */
export const decisionsKey = ['decisions'] as const;

/** What must be known of a candidate to decide on it. */
export type Decidable = Pick<CandidateView, 'id' | 'cellId' | 'verdict' | 'reasons' | 'note'>;

type Decisions = {
  readonly decide: (
    candidates: readonly Decidable[],
    verdict: Verdict,
    said?: Said,
    /** Belongs to the decision just made: undo takes both back at once. */
    amends?: boolean,
  ) => void;
  readonly decideAllUndecided: (scope: CandidateScope, verdict: Verdict) => Promise<void>;
  /** Both answer with the candidates that changed, for the page to show one. */
  readonly undo: () => readonly string[];
  readonly redo: () => readonly string[];
};

/**
 * Decisions on the candidates of a blueprint. The page shows them at once and they are sent in order; one
 * that the server refuses is taken back, with its sentence.
 */
export function useDecisions(blueprintId: string): Decisions {
  const queryClient = useQueryClient();

  const memory = memoryOf(blueprintId);

  const show = (batch: DecisionBatch) => {
    const update = <T>(queryKey: readonly string[], change: (data: T) => T) =>
      queryClient.setQueriesData<T>({ queryKey }, (data) => (data === undefined ? undefined : change(data)));
    update<CandidateView[]>(keys.candidates(blueprintId), (all) => changeCandidates(all, batch));
    update<CandidateIndex>(keys.candidateIndex(blueprintId), (index) => ({
      ...index,
      rows: changeCandidates(index.rows, batch),
    }));
    update<BoardView>(keys.board(blueprintId), (board) =>
      changeBoard(board, batch, (id) => memory.cells.get(id)),
    );
    update<CellDetailView>(keys.cells(blueprintId), (detail) => ({
      ...detail,
      candidates: changeCandidates(detail.candidates, batch),
    }));
  };

  const send = useMutation({
    mutationKey: decisionsKey,
    ...inTurn({
      id: `decisions ${blueprintId}`,
      merge: latest,
      send: (batch: DecisionBatch) =>
        call(recordDecisions, {
          params: { blueprintId },
          body: {
            decisions: batch.map(({ candidateId, after }) => ({
              candidateId,
              verdict: after.verdict,
              reasons: [...after.reasons],
              note: after.note,
            })),
          },
        }),
    }),
    onSuccess: ({ decided }) => {
      // Only the server knows how others decided.
      const disputed = new Map(decided.map((one) => [one.candidateId, one.disputed]));
      const mark = <C extends Pick<CandidateView, 'id' | 'disputed'>>(all: readonly C[]): C[] =>
        all.map((candidate) => {
          const now = disputed.get(candidate.id) ?? candidate.disputed;
          return now === candidate.disputed ? candidate : { ...candidate, disputed: now };
        });
      queryClient.setQueriesData<CandidateView[]>(
        { queryKey: keys.candidates(blueprintId) },
        (all) => all && mark(all),
      );
      queryClient.setQueryData<CandidateIndex>(
        keys.candidateIndex(blueprintId),
        (index) => index && { ...index, rows: mark(index.rows) },
      );
    },
    onError: (error, batch) => {
      show(inverse(batch));
      // What Ctrl-Z would take back rests on decisions that the server does not have.
      memory.stack = emptyUndoStack;
      void queryClient.invalidateQueries({ queryKey: keys.blueprint(blueprintId) });
      notifyFailure('The decision was not saved and is taken back', error);
    },
  });

  const apply = (batch: DecisionBatch) => {
    // An answer that left the server before this decision must not undo it on the page.
    const loaded = (query: Query) => query.state.data !== undefined;
    for (const key of [keys.board, keys.candidates, keys.candidateIndex, keys.cells]) {
      const queryKey = key(blueprintId);
      void queryClient.cancelQueries({ queryKey, predicate: loaded });
    }
    show(batch);
    send.mutate(batch);
  };

  const move = (step: typeof undo) => () => {
    const moved = step(memory.stack);
    if (moved === null) return [];
    memory.stack = moved.stack;
    apply(moved.apply);
    return moved.apply.map((change) => change.candidateId);
  };

  const decide: Decisions['decide'] = (candidates, verdict, said = {}, amends = false) => {
    const batch = judge(candidates, verdict, said);
    const stack = amends ? amendNewest(memory.stack, batch) : recordBatch(memory.stack, batch);
    // Nothing new was said.
    if (stack === memory.stack) return;
    memory.stack = stack;
    for (const { id, cellId } of candidates) memory.cells.set(id, cellId);
    apply(batch);
  };

  return {
    decide,
    undo: move(undo),
    redo: move(redo),
    decideAllUndecided: async (scope, verdict) => {
      try {
        const all = await allPages(async (after) => {
          const query = { ...scope, verdict: 'undecided', after, limit: 500 } as const;
          const page = await call(listCandidates, { params: { blueprintId }, query });
          return { rows: page.candidates, next: page.next };
        });
        decide(all, verdict);
        notifyDone(
          `${countOf(all.length, 'picture')} ${verdictWords[verdict].toLowerCase()}. Ctrl Z takes it back.`,
        );
      } catch (error) {
        notifyFailure('Nothing was decided', error);
      }
    },
  };
}
