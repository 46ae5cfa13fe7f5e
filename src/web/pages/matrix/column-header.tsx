import type { CellView } from '#contract/cell.ts';
import type { DefectView } from '#contract/defect.ts';
import { VerdictCounts } from '../../ui/verdict-counts.tsx';
import { AxisMenu } from './axis-menu.tsx';
import { countCells } from './matrix-counts.ts';
import type { useCellActions } from './use-cell-actions.ts';
import classes from './matrix-grid.module.css';

type Props = {
  defect: DefectView;
  cells: CellView[];
  blueprintId: string;
  actions: ReturnType<typeof useCellActions>;
};

/** One defect: the head of its column. */
export function ColumnHeader({ defect, cells, blueprintId, actions }: Props) {
  return (
    <th scope="col" className={classes.column}>
      <div className={classes.head}>
        <div className={classes.headText}>
          <span className={classes.name} title={defect.name}>
            {defect.name}
          </span>
          <VerdictCounts {...countCells(cells)} />
        </div>
        <AxisMenu
          label={`column ${defect.name}`}
          scope={{ defectId: defect.id }}
          cells={cells}
          blueprintId={blueprintId}
          actions={actions}
        />
      </div>
    </th>
  );
}
