import type { BoardView } from '#contract/blueprint.ts';
import { Button, Drawer } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { paths } from '../../paths.ts';
import { cellInFull } from '../blueprint/cell-in-full.ts';
import { CellPanel } from '../cell/cell-panel.tsx';
import type { useCellActions } from './use-cell-actions.ts';
import classes from '../cell/cell-page.module.css';

type Props = {
  board: BoardView;
  cellId: string | null;
  actions: ReturnType<typeof useCellActions>;
  onClose: () => void;
};

/** A cell's panel beside the matrix, for a change that does not need its pictures. */
export function CellPanelDrawer({ board, cellId, actions, onClose }: Props) {
  const shown = cellInFull(
    board,
    board.cells.find(({ id }) => id === cellId),
  );
  return (
    <Drawer opened={shown !== null} onClose={onClose} position="right" size={460} title={shown?.name ?? ''}>
      {shown !== null && (
        <div className={classes.panel} key={shown.cell.id}>
          <CellPanel cell={shown.cell} golden={shown.golden} defect={shown.defect} actions={actions} />
          <Button
            variant="default"
            rightSection={<IconArrowRight size={18} />}
            renderRoot={(props) => (
              <Link
                to={paths.cell}
                params={{ blueprintId: board.blueprint.id, cellId: shown.cell.id }}
                {...props}
              />
            )}
          >
            Pictures and history of this cell
          </Button>
        </div>
      )}
    </Drawer>
  );
}
