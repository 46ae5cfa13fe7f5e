import type { CellView } from '#contract/cell.ts';
import type { GoldenView } from '#contract/golden.ts';
import { VerdictCounts } from '../../ui/verdict-counts.tsx';
import { AxisMenu } from './axis-menu.tsx';
import { countCells } from './matrix-counts.ts';
import type { useCellActions } from './use-cell-actions.ts';
import classes from './matrix-grid.module.css';

type Props = {
  golden: GoldenView;
  cells: CellView[];
  blueprintId: string;
  actions: ReturnType<typeof useCellActions>;
};

/** One golden image: the head of its row. */
export function RowHeader({ golden, cells, blueprintId, actions }: Props) {
  return (
    <th scope="row" className={classes.row}>
      <div className={classes.head}>
        <div className={classes.headText}>
          <img className={classes.thumb} src={golden.thumbnailUrl} alt="" loading="lazy" />
          <span className={classes.name} title={golden.name}>
            {golden.name}
          </span>
          <span className={classes.counts}>
            <VerdictCounts {...countCells(cells)} />
          </span>
        </div>
        <AxisMenu
          label={`row ${golden.name}`}
          scope={{ goldenId: golden.id }}
          cells={cells}
          blueprintId={blueprintId}
          actions={actions}
        />
      </div>
    </th>
  );
}
