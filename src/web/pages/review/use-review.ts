import type { BoardView } from '#contract/blueprint.ts';
import type { Verdict } from '#contract/candidate.ts';
import { nextUndecided, stepFocus } from '#core/review/next-candidate.ts';
import { useLocalStorage } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { CandidateRow } from '../../api/candidate-index.ts';
import { useDecisions } from '../../decisions/use-decisions.ts';
import type { ReviewSearch } from '../../search.ts';
import { sharedReasons } from './shared-reasons.ts';
import { idsBetween, ofVerdict, sortRows } from './filter-rows.ts';

export type Review = ReturnType<typeof useReview>;

type Sitting = {
  /** Cells are in the order of the matrix. */
  board: BoardView;
  /** Those that the filters let through, of any verdict. */
  rows: readonly CandidateRow[];
  search: ReviewSearch;
};

/** A sitting in the review room: which picture is shown, which are selected, and what a decision does. */
export function useReview({ board, rows, search }: Sitting) {
  const { cells, defects } = board;
  const blueprintId = board.blueprint.id;
  const navigate = useNavigate();
  const { decide } = useDecisions(blueprintId);
  const [kept, setKept] = useState<ReadonlySet<string>>(new Set());
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  /** Rejected a moment ago; the next digit says why. */
  const [asked, setAsked] = useState<readonly string[] | undefined>(undefined);
  const [autoAdvance, setAutoAdvance] = useLocalStorage({
    key: 'redrabbit-auto-advance',
    defaultValue: true,
  });

  const sorted = useMemo(
    () =>
      sortRows(
        rows,
        search.sort,
        cells.map(({ id }) => id),
      ),
    [rows, search.sort, cells],
  );
  const items = useMemo(
    () => ofVerdict(sorted, { verdict: search.verdict, disputed: search.disputed }, kept, search.candidate),
    [sorted, search.verdict, search.disputed, kept, search.candidate],
  );
  const at = Math.max(
    0,
    items.findIndex((item) => item.id === search.candidate),
  );
  const current: CandidateRow | undefined = items[at];

  const go = (change: Partial<ReviewSearch>) =>
    void navigate({
      to: '.',
      search: (before: ReviewSearch) => ({ ...before, ...change }),
      replace: true,
      resetScroll: false,
    });
  const show = (candidate: string | null | undefined) => {
    setAsked(undefined);
    if (candidate) go({ candidate });
  };
  const targets = () =>
    selected.size > 0 ? items.filter((item) => selected.has(item.id)) : current ? [current] : [];

  const advance = (decided: readonly CandidateRow[], verdict: Verdict) => {
    setAsked(undefined);
    setSelected(new Set());
    const last = decided.at(-1);
    if (!autoAdvance || last === undefined) return;
    const ids = new Set(decided.map((item) => item.id));
    const after = items.map((item) => (ids.has(item.id) ? { ...item, verdict } : item));
    // Going through undecided ones skips what is decided; looking again at decided ones goes step by step.
    const fresh = decided.some((item) => item.verdict === 'undecided') || asked !== undefined;
    show(fresh ? nextUndecided(after, last.id) : stepFocus(items, last.id, 1));
  };
  const record = (candidates: readonly CandidateRow[], verdict: Verdict) => {
    setKept(new Set([...kept, ...candidates.map((item) => item.id)]));
    decide(candidates, verdict);
  };
  const askedItems = () => items.filter((item) => asked?.includes(item.id));
  /** Also without being asked, what is rejected already. */
  const toExplain = () => (asked === undefined && current?.verdict === 'rejected' ? [current] : askedItems());

  return {
    items,
    current,
    /** Its place among them, from 0. */
    at,
    selected,
    asked,
    autoAdvance,
    setAutoAdvance,
    go,
    show,
    settle: (verdict: 'approved' | 'undecided') => {
      const chosen = targets();
      record(chosen, verdict);
      if (verdict === 'approved') return advance(chosen, verdict);
      setAsked(undefined);
      setSelected(new Set());
    },
    reject: () => {
      if (asked !== undefined) return advance(askedItems(), 'rejected');
      const chosen = targets();
      if (chosen.length === 0) return;
      record(chosen, 'rejected');
      setAsked(chosen.map((item) => item.id));
    },
    /** `digit` 1-9. Also without being asked, for a picture that is rejected already. */
    giveReason: (digit: number) => {
      const chosen = toExplain();
      const reason = sharedReasons(defects, chosen)[digit - 1];
      if (reason === undefined) return;
      const note = chosen.length === 1 ? (chosen[0]?.note ?? null) : null;
      decide(chosen, 'rejected', { reasons: [reason.id], note }, asked !== undefined);
      if (asked !== undefined) advance(chosen, 'rejected');
    },
    /** Why, in the reviewer's own words; beside a reason that was given. */
    giveNote: (note: string) => {
      const chosen = toExplain();
      const reasons = chosen.length === 1 ? (chosen[0]?.reasons ?? []) : [];
      decide(chosen, 'rejected', { reasons, note }, asked !== undefined);
      if (asked !== undefined) advance(chosen, 'rejected');
    },
    askedReasons: asked === undefined ? [] : sharedReasons(defects, askedItems()),
    /** Asks again about a picture that is rejected already. Returns whether there is something to ask. */
    askWhy: () => {
      if (asked !== undefined) return true;
      if (current?.verdict !== 'rejected') return false;
      setAsked([current.id]);
      return true;
    },
    dismiss: () => {
      if (asked !== undefined) advance(askedItems(), 'rejected');
      else setSelected(new Set());
    },
    step: (by: number) => {
      setSelected(new Set());
      show(stepFocus(items, current?.id ?? null, by));
    },
    extend: (by: number) => {
      const to = stepFocus(items, current?.id ?? null, by);
      if (current === undefined || to === null) return;
      setSelected(new Set([...selected, current.id, to]));
      show(to);
    },
    selectAll: () => setSelected(new Set(items.map((item) => item.id))),
    /** A row or a column of the matrix, as far as it is in the list: all that are like the current one. */
    selectLike: (key: 'goldenId' | 'defectId') => {
      if (current === undefined) return;
      setSelected(new Set(items.filter((item) => item[key] === current[key]).map((item) => item.id)));
    },
    pick: (id: string, how: 'one' | 'range' | 'toggle') => {
      if (how === 'one') setSelected(new Set());
      if (how === 'range') setSelected(new Set(idsBetween(items, current?.id ?? id, id)));
      if (how === 'toggle') {
        const next = new Set(selected.size === 0 && current ? [current.id] : selected);
        if (!next.delete(id)) next.add(id);
        setSelected(next);
      }
      // A range keeps its start: another shift-click changes its end.
      if (how !== 'range') show(id);
    },
  };
}
