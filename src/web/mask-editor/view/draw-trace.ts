import type { Box } from '#core/annotation/mask.ts';
import type { Point } from '#core/annotation/shape-rows.ts';
import type { Viewport } from './viewport.ts';

/** What is being done just now, in pixels of the picture. */
export type Trace = {
  readonly cursor: Point;
  /** Radius of the brush; `null` for other tools. */
  readonly brush: number | null;
  /** A cross shows where the keys are. */
  readonly isByKey: boolean;
  readonly corners: readonly Point[];
  readonly shape: 'box' | 'polygon' | null;
  /** What would be marked, as a bitmap of the box's size. */
  readonly preview: { readonly box: Box; readonly bitmap: CanvasImageSource } | null;
};

/** White on black, seen on any surface. */
export function drawTrace(context: CanvasRenderingContext2D, trace: Trace | null, view: Viewport): void {
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  if (trace === null) return;
  const on = ({ x, y }: Point): Point => ({ x: view.x + x * view.scale, y: view.y + y * view.scale });
  if (trace.preview !== null) {
    const { box, bitmap } = trace.preview;
    const from = on(box);
    context.imageSmoothingEnabled = false;
    context.drawImage(bitmap, from.x, from.y, box.width * view.scale, box.height * view.scale);
  }
  const cursor = on(trace.cursor);
  context.beginPath();
  if (trace.shape !== null && trace.corners.length > 0) addShape(context, trace, cursor, on);
  if (trace.brush !== null) {
    const radius = Math.max(1, trace.brush * view.scale);
    context.moveTo(cursor.x + radius, cursor.y);
    context.arc(cursor.x, cursor.y, radius, 0, 2 * Math.PI);
  }
  if (trace.isByKey) {
    context.moveTo(cursor.x - 14, cursor.y);
    context.lineTo(cursor.x + 14, cursor.y);
    context.moveTo(cursor.x, cursor.y - 14);
    context.lineTo(cursor.x, cursor.y + 14);
  }
  for (const [style, width] of [
    ['#000', 3.5],
    ['#fff', 1.5],
  ] as const) {
    context.strokeStyle = style;
    context.lineWidth = width;
    context.stroke();
  }
}

function addShape(
  context: CanvasRenderingContext2D,
  { shape, corners }: Trace,
  cursor: Point,
  on: (at: Point) => Point,
): void {
  const first = on(corners[0]!);
  if (shape === 'box') {
    context.rect(first.x, first.y, cursor.x - first.x, cursor.y - first.y);
    return;
  }
  context.moveTo(first.x, first.y);
  for (const corner of corners.slice(1)) context.lineTo(on(corner).x, on(corner).y);
  context.lineTo(cursor.x, cursor.y);
  for (const corner of corners) {
    const { x, y } = on(corner);
    context.rect(x - 3, y - 3, 6, 6);
  }
}
