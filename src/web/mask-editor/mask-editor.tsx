import { useState, type ReactNode } from 'react';
import { EditorToolbar } from './editor-toolbar.tsx';
import { MaskCanvas } from './mask-canvas.tsx';
import { ToolOptions } from './tool-options.tsx';
import { useEditorState } from './use-editor-state.ts';
import { useEditorKeys } from './use-editor-keys.ts';
import type { Sitting } from './use-sitting.ts';
import type { MaskView } from './view/mask-view.ts';
import classes from './mask-editor.module.css';

type Props = {
  sitting: Pick<Sitting, 'session' | 'difference'>;
  pictureUrl: string;
  label: string;
  /** In the order of their digits. */
  defectIds: readonly string[];
  onDone?: () => void;
  /** Beside the picture, above what the tool can be told. */
  children: ReactNode;
  /** Under it. */
  below?: ReactNode;
};

/** A picture to be marked, its tools, and what stands beside it. */
export function MaskEditor({
  sitting: { session, difference },
  pictureUrl,
  label,
  defectIds,
  onDone,
  children,
  below,
}: Props) {
  const state = useEditorState(session);
  const [view, setView] = useState<MaskView | null>(null);
  useEditorKeys({ session, view, defectIds, ...(onDone && { onDone }) });
  const { width, height } = session.document.labels;
  return (
    <div className={classes.editor}>
      <section className={classes.main} aria-label="Picture">
        <EditorToolbar session={session} state={state} view={view} />
        <MaskCanvas
          session={session}
          pictureUrl={pictureUrl}
          label={label}
          tool={state.tool}
          difference={difference}
          onView={setView}
        />
      </section>
      <aside className={classes.side} aria-label="Mask">
        {children}
        <ToolOptions
          session={session}
          state={state}
          longSide={Math.max(width, height)}
          canCompare={difference !== null}
        />
        {below}
      </aside>
    </div>
  );
}
