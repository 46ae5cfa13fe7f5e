import type { CandidateIndexView } from '#contract/candidate-index.ts';
import type { CandidateIndex } from '#services/read-candidate-index.ts';

/** Rows as columns: a name is then sent once, not ten thousand times. */
export function candidateIndexView({ rows, prompts, newest, hasMore }: CandidateIndex): CandidateIndexView {
  const cells = new Map(
    rows.map((row) => [row.cell_id, { id: row.cell_id, goldenId: row.golden_id, defectId: row.defect_id }]),
  );
  const cellAt = new Map([...cells.keys()].map((id, at) => [id, at]));
  const promptAt = new Map(prompts.map(({ id }, at) => [id, at]));
  return {
    cells: [...cells.values()],
    prompts,
    columns: {
      id: rows.map(({ id }) => id),
      cell: rows.map((row) => cellAt.get(row.cell_id) ?? 0),
      prompt: rows.map((row) => promptAt.get(row.prompt_id ?? '') ?? null),
      verdict: rows.map(({ verdict }) => verdict),
      reasons: rows.map(({ reasons }) => reasons),
      kind: rows.map(({ kind }) => kind),
      source: rows.map(({ source }) => source),
      width: rows.map(({ width }) => width),
      height: rows.map(({ height }) => height),
      mark: rows.map(({ mark }) => mark && [mark.x, mark.y, mark.width, mark.height]),
      score: rows.map(({ score }) => score && Math.round(score * 100) / 100),
    },
    disputed: rows.flatMap(({ disputed }, at) => (disputed ? [at] : [])),
    notes: rows.flatMap(({ note }, at) => (note === null ? [] : [{ at, note }])),
    newest,
    hasMore,
  };
}
