import { Button, Group, Text } from '@mantine/core';
import type { SaveState } from './autosave.ts';

type Props = {
  save: SaveState;
  onMine: () => void;
  onTheirs: () => void;
};

/** Whether what is drawn is on the server, and what to do where somebody else was faster. */
export function SaveStatus({ save, onMine, onTheirs }: Props) {
  return (
    <>
      <Text size="sm" role="status" fw={600}>
        {words(save)}
      </Text>
      {save.kind === 'conflict' && (
        <Group grow gap="xs">
          <Button onClick={onMine}>Save mine on top</Button>
          <Button variant="default" onClick={onTheirs}>
            Look at theirs
          </Button>
        </Group>
      )}
    </>
  );
}

function words(save: SaveState): string {
  switch (save.kind) {
    case 'saved':
      return 'Saved';
    case 'changed':
    case 'saving':
      return 'Saving …';
    case 'empty':
      return 'Not saved: nothing is marked. Mark the defect, or say that there is none.';
    case 'offline':
      return 'The server does not answer. Kept in this browser, and sent when it does.';
    case 'conflict':
    case 'refused':
      return `Not saved. ${save.message}`;
  }
}
