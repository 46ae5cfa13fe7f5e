import { Button, Group, Stack, Text } from '@mantine/core';
import type { SaveState } from '../../mask-editor/autosave.ts';
import type { EditorSession } from '../../mask-editor/editor-session.ts';
import { SaveStatus } from '../../mask-editor/save-status.tsx';
import { useEditorState } from '../../mask-editor/use-editor-state.ts';
import { KeyTooltip } from '../../ui/key-tooltip.tsx';
import { Panel } from '../../ui/panel.tsx';

type Props = {
  session: EditorSession;
  save: SaveState;
  outside: number | null;
  onDone: () => void;
  onClear: () => void;
  onMine: () => void;
  onTheirs: () => void;
};

/** Whether the mask is on the server, and what to do where it is not. */
export function SavePanel({ session, save, outside, onDone, onClear, onMine, onTheirs }: Props) {
  const isEmpty = useEditorState(session).marks.length === 0;
  return (
    <Panel title="Mask">
      <Stack gap="sm">
        <SaveStatus save={save} onMine={onMine} onTheirs={onTheirs} />
        {outside !== null && outside > 0 && (
          <Text size="sm">
            {outside.toLocaleString('en')} px are marked where the picture is as its golden image. They are
            shown checkered from 100 % on.
          </Text>
        )}
        <Group gap="xs" grow preventGrowOverflow={false}>
          <KeyTooltip label="Save, and back to the room" action="maskApply">
            <Button onClick={onDone}>Done</Button>
          </KeyTooltip>
          <Button variant="default" disabled={isEmpty && save.kind === 'saved'} onClick={onClear}>
            No defect here
          </Button>
        </Group>
      </Stack>
    </Panel>
  );
}
