import type { CellView } from '#contract/cell.ts';

export type MatrixCounts = {
  readonly approved: number;
  readonly rejected: number;
  readonly undecided: number;
  readonly queued: number;
  readonly running: number;
  readonly failed: number;
  /**
   * Pictures wanted in the active cells, and how many of them are approved: what is above a target makes up for
   * none, and allowed variation does not count.
   */
  readonly target: number;
  readonly met: number;
};

/** A cell's pictures by what became of them, those of allowed variation too. */
export function picturesOf({ counts, allowed }: Pick<CellView, 'counts' | 'allowed'>): CellView['counts'] {
  return {
    queued: counts.queued + allowed.queued,
    running: counts.running + allowed.running,
    failed: counts.failed + allowed.failed,
    approved: counts.approved + allowed.approved,
    rejected: counts.rejected + allowed.rejected,
    undecided: counts.undecided + allowed.undecided,
  };
}

/** The sums over some cells: a row, a column, or all. */
export function countCells(cells: readonly CellView[]): MatrixCounts {
  const sum = (read: (cell: CellView) => number) => cells.reduce((total, cell) => total + read(cell), 0);
  return {
    approved: sum((cell) => picturesOf(cell).approved),
    rejected: sum((cell) => picturesOf(cell).rejected),
    undecided: sum((cell) => picturesOf(cell).undecided),
    queued: sum((cell) => picturesOf(cell).queued),
    running: sum((cell) => picturesOf(cell).running),
    failed: sum((cell) => picturesOf(cell).failed),
    target: sum((cell) => (cell.state === 'active' ? cell.target : 0)),
    met: sum((cell) => (cell.state === 'active' ? Math.min(cell.counts.approved, cell.target) : 0)),
  };
}

/** Candidates in some cells, whatever was decided on them. */
export function picturesIn(cells: readonly CellView[]): number {
  const { approved, rejected, undecided } = countCells(cells);
  return approved + rejected + undecided;
}

/**
 * Pictures that "Generate" would queue: what each active cell lacks to reach its target, counting what
 * is approved, may yet be, and is on its way. Allowed variation comes on top.
 */
export function lackingIn(cells: readonly CellView[]): number {
  return cells.reduce((total, cell) => {
    if (cell.state !== 'active') return total;
    const { approved, undecided, queued, running } = cell.counts;
    return total + Math.max(0, cell.target - approved - undecided - queued - running);
  }, 0);
}
