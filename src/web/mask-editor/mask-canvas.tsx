import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { eventOfKey } from '../draw/event-of-key.ts';
import type { EditorSession } from './editor-session.ts';
import { drawnWith, type EditorTool } from './editor-state.ts';
import { takePointers } from './take-pointers.ts';
import { MaskView } from './view/mask-view.ts';
import { loadLevels } from './view/picture-levels.ts';
import classes from './mask-editor.module.css';

type Props = {
  session: EditorSession;
  pictureUrl: string;
  /** What the picture shows, and what is done to it. */
  label: string;
  tool: EditorTool;
  /** How much each pixel changed, once it is known. */
  difference: Uint8Array | null;
  onView: (view: MaskView | null) => void;
};

/** The picture under its marks, to be drawn on by mouse, pen, fingers or keys. */
export function MaskCanvas({ session, pictureUrl, label, tool, difference, onView }: Props) {
  const surface = useRef<HTMLDivElement>(null);
  const marks = useRef<HTMLCanvasElement>(null);
  const trace = useRef<HTMLCanvasElement>(null);
  const shown = useRef<MaskView | null>(null);
  const [failure, setFailure] = useState(false);
  const hint = useId();

  useEffect(() => {
    const element = surface.current!;
    const canvases = { marks: marks.current!, trace: trace.current! };
    const view = new MaskView(session.document.labels, canvases, () =>
      session.set({ scale: view.viewport.scale / devicePixelRatio }),
    );
    shown.current = view;
    const observer = new ResizeObserver(() => {
      const { width, height } = element.getBoundingClientRect();
      const [across, down] = [width * devicePixelRatio, height * devicePixelRatio].map(Math.round);
      if (across > 0 && down > 0) view.resize({ width: across, height: down });
    });
    observer.observe(element);
    const unlisten = takePointers(element, session, view);
    session.show(view);
    onView(view);
    const loading = new AbortController();
    loadLevels(pictureUrl, loading.signal).then(
      (levels) => {
        view.setPicture(levels);
        element.dataset['ready'] = 'true';
      },
      () => setFailure(!loading.signal.aborted),
    );
    return () => {
      loading.abort();
      observer.disconnect();
      unlisten();
      view.stop();
      session.show(null);
      onView(null);
    };
  }, [session, pictureUrl, onView]);

  useEffect(() => {
    if (shown.current === null || difference === null) return;
    shown.current.unchanged = difference;
    shown.current.invalidate();
  }, [difference]);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const { width, height } = session.document.labels;
    const drawEvent = eventOfKey(event, Math.max(1, Math.round(Math.max(width, height) / 100)));
    // Enter and Esc are the page's: they also end what was begun by pointer.
    if (drawEvent === null || drawEvent.type === 'finish' || drawEvent.type === 'cancel') return;
    event.preventDefault();
    session.handle(drawEvent, 0, undefined, true);
  };

  return (
    <div className={classes.stage}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- an application takes keys and pointers */}
      <div
        ref={surface}
        className={classes.surface}
        role="application"
        aria-label={label}
        aria-describedby={hint}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- drawn on by keys
        tabIndex={0}
        data-brush={drawnWith[tool] === 'brush'}
        onKeyDown={onKeyDown}
      >
        <canvas ref={marks} />
        <canvas ref={trace} />
      </div>
      {failure && <p className={classes.failure}>The picture could not be read. Reload the page.</p>}
      <p id={hint} className={classes.hint}>
        {hints[tool]}
      </p>
    </div>
  );
}

const moving = 'Wheel or two fingers zoom; Shift and drag moves.';
const hints: Record<EditorTool, string> = {
  brush: `Drag to paint. By keys: arrows move the cross, Space paints. ${moving}`,
  eraser: `Drag to take away. By keys: arrows move the cross, Space erases. ${moving}`,
  polygon: `Click corner after corner; Enter or the first corner closes it, Backspace takes one back, Esc drops it. ${moving}`,
  box: `Drag a box. By keys: arrows and Space for one corner, Space for the other. ${moving}`,
  fill: `Click inside a closed outline to fill it. ${moving}`,
  select: `Click on what is to be found; the tolerance says how far it reaches. Enter applies, Esc cancels. ${moving}`,
};
