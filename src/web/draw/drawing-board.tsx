import { useId, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { draw, startDrawing } from './drawing.ts';
import { eventOfKey } from './event-of-key.ts';
import type { DrawEvent, Drawn } from './tools/tool.ts';
import { DrawingTrace } from './drawing-trace.tsx';
import classes from './drawing-board.module.css';

type Props = {
  pictureUrl: string;
  /** What the picture shows, and what drawing on it is for. */
  label: string;
  width: number;
  height: number;
  tool: 'box' | 'polygon';
  onDraw: (drawn: Drawn) => void;
  /** Shown over the picture, under what is being drawn: shapes for an SVG in pixels of the picture. */
  shapes?: ReactNode;
};

/** A picture to draw on: by mouse, pen or finger, or by keys with a cross that the arrows move. */
export function DrawingBoard(props: Props) {
  const { pictureUrl, label, width, height, tool, onDraw, shapes } = props;
  const [drawing, setDrawing] = useState(() => startDrawing({ width, height }));
  const [isByKey, setByKey] = useState(false);
  const [drawnWith, setDrawnWith] = useState(tool);
  const hint = useId();
  if (drawnWith !== tool) {
    // What was half drawn belongs to the tool before.
    setDrawnWith(tool);
    setDrawing({ ...drawing, points: [], isDown: false });
  }

  const play = (event: DrawEvent, near: number) => {
    const result = draw(drawing, tool, event, { width, height }, near);
    setDrawing(result.drawing);
    result.drawn.forEach(onDraw);
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
          {shapes}
          <DrawingTrace drawing={drawing} tool={tool} isByKey={isByKey} longSide={Math.max(width, height)} />
        </svg>
      </div>
      <p id={hint} className={classes.hint}>
        {hints[tool]}
      </p>
      <p role="status" className="visually-hidden">
        {isByKey && spoken(drawing.cursor, drawing.points.length)}
      </p>
    </div>
  );
}

const hints = {
  box: 'Drag a box. By keys: arrows move the cross, Space sets one corner, Enter the other.',
  polygon:
    'Click corner after corner; Enter, or the first corner, ends it, Backspace takes one back. By keys: arrows and Space.',
};

function spoken({ x, y }: { x: number; y: number }, corners: number): string {
  const set = corners === 0 ? '' : `, ${corners} set`;
  return `Cross at ${Math.round(x)}, ${Math.round(y)}${set}`;
}
