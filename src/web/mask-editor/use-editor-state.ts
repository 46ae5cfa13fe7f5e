import { useSyncExternalStore } from 'react';
import type { EditorSession } from './editor-session.ts';
import type { EditorState } from './editor-state.ts';

/** What a session shows around its picture, as it changes. */
export function useEditorState(session: EditorSession): EditorState {
  return useSyncExternalStore(session.subscribe, () => session.state);
}
