import type { CellState } from '#core/blueprint/cell-state.ts';

type Cell = {
  readonly id: string;
  readonly state: CellState;
  readonly target: number;
  readonly approved: number;
};
export type CellsChange = { cellIds: string[]; target?: number; state?: CellState };

/**
 * What makes a release of what is approved now possible: each target becomes what is approved, and a cell in which nothing
 * is approved is skipped. `undo` brings everything back.
 */
export function lowerTargets(cells: readonly Cell[]): { changes: CellsChange[]; undo: CellsChange[] } {
  const short = cells.filter(({ state, target, approved }) => state === 'active' && approved < target);
  const lowered = short.filter(({ approved }) => approved > 0);
  const skipped = idsOf(short.filter(({ approved }) => approved === 0));
  const setTargets = (targetOf: (cell: Cell) => number): CellsChange[] =>
    [...Map.groupBy(lowered, targetOf)].map(([target, some]) => ({ cellIds: idsOf(some), target }));
  const setState = (state: CellState): CellsChange[] =>
    skipped.length === 0 ? [] : [{ cellIds: skipped, state }];
  return {
    changes: [...setTargets(({ approved }) => approved), ...setState('skipped')],
    undo: [...setTargets(({ target }) => target), ...setState('active')],
  };
}

const idsOf = (cells: readonly Cell[]): string[] => cells.map(({ id }) => id);
