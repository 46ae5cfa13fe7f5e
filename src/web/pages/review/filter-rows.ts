import type { Verdict } from '#contract/candidate.ts';
import { severityOf } from '#core/prompt/severity.ts';
import type { CandidateRow } from '../../api/candidate-index.ts';
import type { ReviewSearch } from '../../search.ts';

export type RowFilter = Pick<
  ReviewSearch,
  | 'verdict'
  | 'disputed'
  | 'cell'
  | 'golden'
  | 'defect'
  | 'kind'
  | 'source'
  | 'severity'
  | 'min'
  | 'max'
  | 'text'
>;

/** Those that all filters but that of the verdict let through. Pictures whose strength nobody knows pass no limit on it. */
export function filterRows(rows: readonly CandidateRow[], filter: RowFilter): readonly CandidateRow[] {
  const { cell, golden, defect, kind, source, severity, min, max } = filter;
  const text = filter.text?.toLowerCase();
  const tests: ((row: CandidateRow) => boolean)[] = [];
  if (cell !== undefined) tests.push((row) => row.cellId === cell);
  if (golden !== undefined) tests.push((row) => row.goldenId === golden);
  if (defect !== undefined) tests.push((row) => row.defectId === defect);
  if (kind !== undefined) tests.push((row) => row.kind === kind);
  if (source !== undefined) tests.push((row) => row.source === source);
  if (severity !== undefined) tests.push(({ score }) => score !== null && severityOf(score) === severity);
  if (min !== undefined) tests.push(({ score }) => score !== null && score >= min);
  if (max !== undefined) tests.push(({ score }) => score !== null && score <= max);
  if (text !== undefined) tests.push((row) => row.promptText.toLowerCase().includes(text));
  return tests.length === 0 ? rows : rows.filter((row) => tests.every((passes) => passes(row)));
}

export type Counts = Record<Verdict | 'disputed', number>;

export function countVerdicts(rows: readonly Pick<CandidateRow, 'verdict' | 'disputed'>[]): Counts {
  const counts = { approved: 0, rejected: 0, undecided: 0, disputed: 0 };
  for (const { verdict, disputed } of rows) {
    counts[verdict]++;
    if (disputed) counts.disputed++;
  }
  return counts;
}

/**
 * The pictures a reviewer goes through. One that was decided on in this sitting stays in its place, marked,
 * so that nothing moves under the hand and a step back shows what was just decided; so does the picture
 * that the address names.
 */
export function ofVerdict<C extends Pick<CandidateRow, 'id' | 'verdict' | 'disputed'>>(
  rows: readonly C[],
  { verdict, disputed }: Pick<RowFilter, 'verdict' | 'disputed'>,
  kept: ReadonlySet<string>,
  named: string | undefined,
): readonly C[] {
  if (verdict === undefined && disputed === undefined) return rows;
  const passes = (row: C): boolean =>
    (verdict === undefined || row.verdict === verdict) && (disputed === undefined || row.disputed);
  return rows.filter((row) => passes(row) || kept.has(row.id) || row.id === named);
}

/**
 * In the order asked for; without one, as they were made.
 *
 * @param cells ids in the order of the matrix.
 */
export function sortRows(
  rows: readonly CandidateRow[],
  sort: ReviewSearch['sort'],
  cells: readonly string[],
): readonly CandidateRow[] {
  switch (sort) {
    case undefined:
      return rows;
    case 'newest':
      return rows.toReversed();
    // What nobody measured comes last either way.
    case 'faintest':
      return rows.toSorted((a, b) => (a.score ?? Infinity) - (b.score ?? Infinity) || 0);
    case 'strongest':
      return rows.toSorted((a, b) => (b.score ?? -1) - (a.score ?? -1));
    case 'cell': {
      const place = new Map(cells.map((id, at) => [id, at]));
      const of = (row: CandidateRow): number => place.get(row.cellId) ?? cells.length;
      return rows.toSorted((a, b) => of(a) - of(b));
    }
  }
}

/** The ids from one picture to another, whichever comes first, both included. */
export function idsBetween(items: readonly { readonly id: string }[], from: string, to: string): string[] {
  const a = items.findIndex(({ id }) => id === from);
  const b = items.findIndex(({ id }) => id === to);
  if (a === -1 || b === -1) return b === -1 ? [] : [to];
  return items.slice(Math.min(a, b), Math.max(a, b) + 1).map(({ id }) => id);
}
