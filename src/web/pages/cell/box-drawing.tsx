import { useRef, type PointerEvent } from 'react';
import { boxBetween, type Box } from './box.ts';
import classes from './cell-page.module.css';

type Props = {
  pictureUrl: string;
  /** What the picture shows. */
  alt: string;
  width: number;
  height: number;
  box: Box;
  onChange: (box: Box) => void;
};

/** Draws a box on a picture by pointer. The number fields beside it do the same by keyboard. */
export function BoxDrawing({ pictureUrl, alt, width, height, box, onChange }: Props) {
  const start = useRef<{ x: number; y: number } | undefined>(undefined);

  const pointOf = (event: PointerEvent<HTMLElement>) => {
    const area = event.currentTarget.getBoundingClientRect();
    return {
      x: ((event.clientX - area.left) / area.width) * width,
      y: ((event.clientY - area.top) / area.height) * height,
    };
  };
  const percent = (value: number, of: number) => `${(value / of) * 100}%`;

  return (
    <div
      className={classes.drawing}
      style={{ aspectRatio: `${width} / ${height}` }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = pointOf(event);
      }}
      onPointerMove={(event) => {
        if (start.current !== undefined)
          onChange(boxBetween(start.current, pointOf(event), { width, height }));
      }}
      onPointerUp={() => (start.current = undefined)}
      onPointerCancel={() => (start.current = undefined)}
    >
      <img src={pictureUrl} alt={alt} />
      <div
        className={classes.box}
        style={{
          left: percent(box.x, width),
          top: percent(box.y, height),
          width: percent(box.width, width),
          height: percent(box.height, height),
        }}
      />
    </div>
  );
}
