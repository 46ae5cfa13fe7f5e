import type { GraphLayout } from '#core/lineage/layout.ts';
import classes from './history-graph.module.css';

type Props = { layout: GraphLayout; row: number; isCurrent: boolean };

const step = 16;
/** Where a row's point is from its top. */
const point = 26;
/** More lanes than these would leave no room for the words: the rest share the last. */
const mostLanes = 8;

const xOf = (lane: number): number => step / 2 + Math.min(lane, mostLanes - 1) * step;

/** One row of the graph: its point, the lines that end at it, and those that pass. */
export function GraphGutter({ layout, row, isCurrent }: Props) {
  const own = xOf(layout.lanes[row]!);
  const width = Math.min(layout.width, mostLanes) * step;
  return (
    <svg className={classes.gutter} width={width} aria-hidden>
      {layout.edges.map(({ childId, parentId, childRow, parentRow, lane, position }) => {
        const x = xOf(lane);
        const line = { key: `${childId} ${parentId}`, className: classes.line, 'data-second': position > 0 };
        if (row === childRow)
          return (
            <g {...line} key={line.key}>
              <line x1={own} y1={point} x2={x} y2={point + step} />
              <line x1={x} y1={point + step} x2={x} y2="100%" />
            </g>
          );
        if (row === parentRow)
          return (
            <g {...line} key={line.key}>
              <line x1={x} y1={0} x2={x} y2={point - step} />
              <line x1={x} y1={point - step} x2={own} y2={point} />
            </g>
          );
        if (row < childRow || row > parentRow) return null;
        return (
          <g {...line} key={line.key}>
            <line x1={x} y1={0} x2={x} y2="100%" />
          </g>
        );
      })}
      <circle
        className={classes.point}
        data-current={isCurrent}
        cx={own}
        cy={point}
        r={isCurrent ? 6 : 4.5}
      />
    </svg>
  );
}
