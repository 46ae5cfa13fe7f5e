import type { CellState } from '#core/blueprint/cell-state.ts';

type Cell = {
  readonly id: string;
  readonly state: CellState;
  readonly stateReason: string | null;
  readonly target: number;
  readonly approved: number;
};
export type CellsChange = {
  cellIds: string[];
  target?: number;
  state?: CellState;
  stateReason?: string | null;
};

const whySkipped = 'No picture was approved when the targets were lowered.';

/**
 * What makes a release of what is approved now possible: each target becomes what is approved, and a cell in which nothing
 * is approved is skipped. `undo` brings everything back.
 */
export function lowerTargets(cells: readonly Cell[]): { changes: CellsChange[]; undo: CellsChange[] } {
  const short = cells.filter(({ state, target, approved }) => state === 'active' && approved < target);
  const lowered = short.filter(({ approved }) => approved > 0);
  const skipped = short.filter(({ approved }) => approved === 0);
  const setTargets = (targetOf: (cell: Cell) => number): CellsChange[] =>
    [...Map.groupBy(lowered, targetOf)].map(([target, some]) => ({ cellIds: idsOf(some), target }));
  const setState = (state: CellState, reasonOf: (cell: Cell) => string | null): CellsChange[] =>
    [...Map.groupBy(skipped, reasonOf)].map(([stateReason, some]) => {
      return { cellIds: idsOf(some), state, stateReason };
    });
  return {
    changes: [...setTargets(({ approved }) => approved), ...setState('skipped', () => whySkipped)],
    undo: [...setTargets(({ target }) => target), ...setState('active', ({ stateReason }) => stateReason)],
  };
}

const idsOf = (cells: readonly Cell[]): string[] => cells.map(({ id }) => id);
