import { ActionIcon } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';

/** At the end of a row: takes it out of its list. */
export function RemoveRow({ what, onClick }: { what: string; onClick: () => void }) {
  return (
    <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`Remove ${what}`} onClick={onClick}>
      <IconTrash size={18} stroke={1.6} />
    </ActionIcon>
  );
}
