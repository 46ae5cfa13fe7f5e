import type { Drawing } from './tools/tool.ts';
import classes from './drawing-board.module.css';

type Props = {
  drawing: Drawing;
  tool: 'box' | 'polygon';
  isByKey: boolean;
  longSide: number;
};

/** What is being drawn just now: the box or the corners so far, and the cross. */
export function DrawingTrace({ drawing: { cursor, points }, tool, isByKey, longSide }: Props) {
  const list = (all: readonly { x: number; y: number }[]) => all.map(({ x, y }) => `${x},${y}`).join(' ');
  const [first] = points;
  const arm = longSide / 40;
  return (
    <>
      {tool === 'box' && first !== undefined && (
        <rect
          className={classes.half}
          x={Math.min(first.x, cursor.x)}
          y={Math.min(first.y, cursor.y)}
          width={Math.abs(first.x - cursor.x)}
          height={Math.abs(first.y - cursor.y)}
        />
      )}
      {tool === 'polygon' && first !== undefined && (
        <>
          <polygon className={classes.half} points={list([...points, cursor])} />
          {points.map(({ x, y }) => (
            <circle key={`${x} ${y}`} className={classes.corner} cx={x} cy={y} r={longSide / 150} />
          ))}
        </>
      )}
      {isByKey && (
        <>
          {[classes.crossBack, classes.cross].map((className) => (
            <path
              key={className}
              className={className}
              d={`M${cursor.x - arm},${cursor.y}h${2 * arm}M${cursor.x},${cursor.y - arm}v${2 * arm}`}
            />
          ))}
        </>
      )}
    </>
  );
}
