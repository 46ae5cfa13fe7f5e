import type { Drawing } from './tools/tool.ts';
import classes from './drawing-board.module.css';

type Props = {
  drawing: Drawing;
  isByKey: boolean;
  longSide: number;
};

/** What is being drawn just now: the box so far, and the cross. */
export function DrawingTrace({ drawing: { cursor, points }, isByKey, longSide }: Props) {
  const [first] = points;
  const arm = longSide / 40;
  return (
    <>
      {first !== undefined && (
        <rect
          className={classes.half}
          x={Math.min(first.x, cursor.x)}
          y={Math.min(first.y, cursor.y)}
          width={Math.abs(first.x - cursor.x)}
          height={Math.abs(first.y - cursor.y)}
        />
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
