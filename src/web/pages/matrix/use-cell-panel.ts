import type { BoardView } from '#contract/blueprint.ts';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { paths } from '../../paths.ts';

const route = getRouteApi(paths.matrix);

type CellPanelState = {
  /** `null` while it is closed. */
  readonly cellId: string | null;
  /** Of the cell that the keyboard is in, where none is said. */
  readonly open: (cellId?: string) => void;
  readonly close: () => void;
};

/** Which cell's panel is open, kept in the address. */
export function useCellPanel(board: BoardView): CellPanelState {
  const navigate = useNavigate();
  const { cell, panel } = route.useSearch();
  const current = cell ?? board.cells[0]?.id;
  const go = (search: { cell?: string | undefined; panel?: true }) =>
    void navigate({
      to: paths.matrix,
      params: { blueprintId: board.blueprint.id },
      search,
      replace: true,
      resetScroll: false,
    });
  return {
    cellId: panel === true ? (current ?? null) : null,
    open: (cellId) => go({ cell: cellId ?? current, panel: true }),
    close: () => go({ cell: current }),
  };
}
