import { useHotkeys } from '../use-hotkeys.ts';
import type { EditorSession } from './editor-session.ts';
import type { MaskView } from './view/mask-view.ts';

type Options = {
  session: EditorSession;
  view: MaskView | null;
  defectIds: readonly string[];
  onDone?: () => void;
};

/** The keys of the editor, wherever on its page the focus is. */
export function useEditorKeys({ session, view, defectIds, onDone }: Options): void {
  useHotkeys('everywhere', { undo: () => session.undo(), redo: () => session.redo() }, { first: true });
  useHotkeys('mask', {
    maskBrush: () => session.choose('brush'),
    maskEraser: () => session.choose('eraser'),
    maskPolygon: () => session.choose('polygon'),
    maskBox: () => session.choose('box'),
    maskFill: () => session.choose('fill'),
    maskSelect: () => session.choose('select'),
    maskSmaller: () => change(session, -1),
    maskLarger: () => change(session, 1),
    maskGrow: () => session.grow(1),
    maskShrink: () => session.grow(-1),
    maskHide: () => session.toggleMarks(),
    maskApart: () => session.startApart(),
    maskRemove: () => session.state.selected !== null && session.remove([session.state.selected]),
    maskDefect: ({ key }) => {
      const defectId = defectIds[Number(key) - 1];
      if (defectId !== undefined) session.chooseDefect(defectId);
    },
    maskZoomIn: () => view?.zoomStep(1),
    maskZoomOut: () => view?.zoomStep(-1),
    maskFit: () => view?.fit(),
    maskApply: () => (session.isHalfDone() ? session.handle({ type: 'finish' }, 0) : onDone?.()),
    maskCancel: () => (session.isHalfDone() ? session.cancel() : session.select(null)),
  });
}

/** The brush, or how far a selection reaches: a tenth, but at least a little. */
function change(session: EditorSession, way: 1 | -1): void {
  const { tool, radius, tolerance, selectBy } = session.state;
  if (tool === 'select') return session.setTolerance(tolerance[selectBy] + way * 5);
  session.setRadius(radius + way * Math.max(0.5, radius * 0.15));
}
