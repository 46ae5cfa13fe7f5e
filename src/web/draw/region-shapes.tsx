import type { Region } from '#core/blueprint/drawing-options.ts';
import type { Size } from './tools/tool.ts';
import classes from './drawing-board.module.css';

type Props = { region: Region; size: Size };

/** The shapes of a region, for the drawing board. */
export function RegionShapes({ region, size: { width, height } }: Props) {
  return (
    <>
      {region.boxes.map((box) => (
        <rect
          key={JSON.stringify(box)}
          className={classes.shape}
          x={box.x * width}
          y={box.y * height}
          width={box.width * width}
          height={box.height * height}
        />
      ))}
      {region.polygons.map((corners) => (
        <polygon
          key={JSON.stringify(corners)}
          className={classes.shape}
          points={corners.map(({ x, y }) => `${x * width},${y * height}`).join(' ')}
        />
      ))}
    </>
  );
}
