import type { CandidateIndexView } from '#contract/candidate-index.ts';
import type { CandidateView } from '#contract/candidate.ts';
import { markToShow, type Box } from '../ui/close-up.ts';

/** A candidate in short: what a list of them is drawn, filtered and sorted by. */
export type CandidateRow = Pick<
  CandidateView,
  | 'id'
  | 'cellId'
  | 'goldenId'
  | 'defectId'
  | 'verdict'
  | 'reasons'
  | 'note'
  | 'disputed'
  | 'kind'
  | 'source'
  | 'width'
  | 'height'
  | 'score'
> & {
  readonly promptText: string;
  /** What to close up on, px. */
  readonly mark: Box | null;
};

/** All of a blueprint's, in the order they were made. */
export type CandidateIndex = {
  readonly rows: readonly CandidateRow[];
  /** Marks the last of them: what was made later is asked for with it. */
  readonly newest: string | undefined;
};

export const emptyIndex: CandidateIndex = { rows: [], newest: undefined };

/** Columns, as they are sent, made into rows. */
export function readCandidateRows(answer: CandidateIndexView): CandidateRow[] {
  const { cells, prompts, columns } = answer;
  const disputed = new Set(answer.disputed);
  const notes = new Map(answer.notes.map(({ at, note }) => [at, note]));
  return columns.id.map((id, at) => {
    const { id: cellId, goldenId, defectId } = cells[columns.cell[at]];
    const prompt = columns.prompt[at];
    const mark = columns.mark[at];
    return {
      id,
      cellId,
      goldenId,
      defectId,
      verdict: columns.verdict[at],
      reasons: columns.reasons[at],
      note: notes.get(at) ?? null,
      disputed: disputed.has(at),
      kind: columns.kind[at],
      source: columns.source[at],
      width: columns.width[at],
      height: columns.height[at],
      score: columns.score[at],
      promptText: prompt === null ? '' : prompts[prompt].text,
      mark: mark && { x: mark[0], y: mark[1], width: mark[2], height: mark[3] },
    };
  });
}

/** With what was made since. Rows that are there already stay as they are: they may carry a decision on its way. */
export function addToIndex(index: CandidateIndex, answer: CandidateIndexView): CandidateIndex {
  const known = new Set(index.rows.slice(-answer.columns.id.length).map(({ id }) => id));
  const added = readCandidateRows(answer).filter(({ id }) => !known.has(id));
  return added.length === 0
    ? { ...index, newest: answer.newest ?? index.newest }
    : { rows: [...index.rows, ...added], newest: answer.newest ?? index.newest };
}

/** With what a full record says of its mask, which may have been saved since; `undefined` where that is known. */
export function withNewestMask(index: CandidateIndex, candidate: CandidateView): CandidateIndex | undefined {
  const at = index.rows.findIndex(({ id }) => id === candidate.id);
  const row = index.rows[at];
  if (row === undefined) return undefined;
  const mark = markToShow(candidate) ?? null;
  const { kind } = candidate;
  if (kind === row.kind && sidesOf(mark) === sidesOf(row.mark)) return undefined;
  return { ...index, rows: index.rows.with(at, { ...row, kind, mark }) };
}

function sidesOf(box: Box | null): string {
  return box === null ? '' : [box.x, box.y, box.width, box.height].join();
}
