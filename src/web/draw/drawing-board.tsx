import { useId, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { draw, startDrawing } from './drawing.ts';
import { eventOfKey } from './event-of-key.ts';
import type { DrawEvent, Point } from './tools/tool.ts';
import { DrawingTrace } from './drawing-trace.tsx';
import classes from './drawing-board.module.css';

type Props = {
  pictureUrl: string;
  /** What the picture shows, and what drawing on it is for. */
  label: string;
  width: number;
  height: number;
  /** The box that stands, px of the picture. */
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  onDraw: (from: Point, to: Point) => void;
};

/** A picture to draw a box on: by mouse, pen or finger, or by keys with a cross that the arrows move. */
export function DrawingBoard(props: Props) {
  const { pictureUrl, label, width, height, box, onDraw } = props;
  const [drawing, setDrawing] = useState(() => startDrawing({ width, height }));
  const [isByKey, setByKey] = useState(false);
  const hint = useId();

  const play = (event: DrawEvent, near: number) => {
    const result = draw(drawing, 'box', event, { width, height }, near);
    setDrawing(result.drawing);
    for (const drawn of result.drawn) if (drawn.kind === 'box') onDraw(drawn.from, drawn.to);
  };
  const onPointer = (type: 'down' | 'move' | 'up') => (event: PointerEvent<HTMLDivElement>) => {
    if (type === 'down') {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
    }
    const area = event.currentTarget.getBoundingClientRect();
    const scale = width / area.width;
    const at = { x: (event.clientX - area.left) * scale, y: (event.clientY - area.top) * scale };
    setByKey(false);
    play({ type, at }, 8 * scale);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const drawEvent = eventOfKey(event, Math.max(1, Math.round(Math.max(width, height) / 100)));
    if (drawEvent === null) return;
    // Nothing half drawn: the key may mean something to the page around.
    if (drawing.points.length === 0 && (drawEvent.type === 'cancel' || drawEvent.type === 'back')) return;
    event.preventDefault();
    setByKey(true);
    play(drawEvent, 0);
  };

  return (
    <div className={classes.frame}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- an application takes keys and pointers */}
      <div
        className={classes.board}
        style={{ aspectRatio: `${width} / ${height}`, '--board-ratio': width / height } as object}
        role="application"
        aria-label={label}
        aria-describedby={hint}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- drawn on by keys
        tabIndex={0}
        onPointerDown={onPointer('down')}
        onPointerMove={onPointer('move')}
        onPointerUp={onPointer('up')}
        onPointerCancel={() => play({ type: 'cancel' }, 0)}
        onKeyDown={onKeyDown}
      >
        <img src={pictureUrl} alt="" draggable={false} />
        <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden>
          <rect className={classes.shape} {...box} />
          <DrawingTrace drawing={drawing} isByKey={isByKey} longSide={Math.max(width, height)} />
        </svg>
      </div>
      <p id={hint} className={classes.hint}>
        Drag a box. By keys: arrows move the cross, Space sets one corner, Enter the other.
      </p>
      <p role="status" className="visually-hidden">
        {isByKey && spoken(drawing.cursor, drawing.points.length)}
      </p>
    </div>
  );
}

function spoken({ x, y }: { x: number; y: number }, corners: number): string {
  const set = corners === 0 ? '' : `, ${corners} set`;
  return `Cross at ${Math.round(x)}, ${Math.round(y)}${set}`;
}
