import type { Point } from '#core/annotation/shape-rows.ts';
import type { EditorSession } from './editor-session.ts';
import type { MaskView } from './view/mask-view.ts';
import { toPicture } from './view/viewport.ts';

/** How close a click counts as the same corner, CSS pixels. */
const near = 8;
const eraserEnd = 32;

/**
 * Mouse, pen and fingers on the picture. One of them draws; two fingers move and zoom, as do the wheel and the middle
 * button, or any with Shift. Of a fast stroke every place between two frames is taken. Returns how to stop listening.
 */
export function takePointers(surface: HTMLElement, session: EditorSession, view: MaskView): () => void {
  const fingers = new Map<number, Point>();
  let doing: { kind: 'draw' | 'move'; id: number; last: Point } | { kind: 'pinch' } | null = null;

  const onScreen = (event: MouseEvent): Point => {
    const area = surface.getBoundingClientRect();
    const ratio = devicePixelRatio;
    return { x: (event.clientX - area.left) * ratio, y: (event.clientY - area.top) * ratio };
  };
  const handle = (type: 'down' | 'move' | 'up', event: PointerEvent) => {
    const touch = {
      erases: (event.buttons & eraserEnd) !== 0,
      // A mouse says 0.5 whatever is done to it.
      pressure: event.pointerType === 'pen' ? event.pressure : null,
    };
    const reach = (near * devicePixelRatio) / view.viewport.scale;
    session.handle({ type, at: toPicture(view.viewport, onScreen(event)) }, reach, touch);
  };
  const pinch = (event: PointerEvent) => {
    const [a, b] = [...fingers.values()];
    fingers.set(event.pointerId, onScreen(event));
    const [c, d] = [...fingers.values()];
    if (a === undefined || b === undefined || c === undefined || d === undefined) return;
    const middle = { x: (c.x + d.x) / 2, y: (c.y + d.y) / 2 };
    view.pan(middle.x - (a.x + b.x) / 2, middle.y - (a.y + b.y) / 2);
    const apart = (p: Point, q: Point) => Math.max(1, Math.hypot(p.x - q.x, p.y - q.y));
    view.zoom((view.viewport.scale * apart(c, d)) / apart(a, b), middle);
  };

  const down = (event: PointerEvent) => {
    surface.setPointerCapture(event.pointerId);
    if (event.pointerType === 'touch') fingers.set(event.pointerId, onScreen(event));
    if (fingers.size > 1) {
      // The first finger meant to move, not to draw.
      if (doing?.kind === 'draw') session.cancel();
      doing = { kind: 'pinch' };
      return;
    }
    if (doing !== null) return;
    const moves = event.button === 1 || event.shiftKey;
    if (!moves && event.button !== 0 && (event.buttons & eraserEnd) === 0) return;
    doing = { kind: moves ? 'move' : 'draw', id: event.pointerId, last: onScreen(event) };
    if (!moves) handle('down', event);
  };
  const move = (event: PointerEvent) => {
    if (doing?.kind === 'pinch') return fingers.has(event.pointerId) ? pinch(event) : undefined;
    if (doing?.kind === 'move' && doing.id === event.pointerId) {
      const at = onScreen(event);
      view.pan(at.x - doing.last.x, at.y - doing.last.y);
      doing.last = at;
      return;
    }
    if (doing !== null && doing.id !== event.pointerId) return;
    const all = doing === null ? [] : (event.getCoalescedEvents?.() ?? []);
    for (const one of all.length > 0 ? all : [event]) handle('move', one);
  };
  const up = (event: PointerEvent) => {
    fingers.delete(event.pointerId);
    if (doing?.kind === 'pinch') {
      if (fingers.size === 0) doing = null;
    } else if (doing?.id === event.pointerId) {
      const { kind } = doing;
      doing = null;
      if (kind === 'draw') handle('up', event);
    }
  };
  const lost = (event: PointerEvent) => {
    const isDrawing = doing?.kind === 'draw' && doing.id === event.pointerId;
    if (isDrawing) {
      doing = null;
      session.cancel();
    }
    up(event);
  };
  const wheel = (event: WheelEvent) => {
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    view.zoom(view.viewport.scale * Math.exp(-event.deltaY * lines * 0.0016), onScreen(event));
  };

  const stop = new AbortController();
  const { signal } = stop;
  surface.addEventListener('pointerdown', down, { signal });
  surface.addEventListener('pointermove', move, { signal });
  surface.addEventListener('pointerup', up, { signal });
  surface.addEventListener('pointercancel', lost, { signal });
  surface.addEventListener('wheel', wheel, { signal, passive: false });
  return () => stop.abort();
}
